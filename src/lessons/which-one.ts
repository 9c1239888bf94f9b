import { chooserSection } from '../state/choose-chooser';
import type { TaskName } from '../state/chooser/tasks';
import { type Sizes, usualSizes } from '../state/sizes';
import { atSize, choosing, square } from './at-size';
import type { Lesson, LessonView, Measure } from './lesson';

const sequence: Sizes = { ...usualSizes, shape: 'sequence' };
const long: Sizes = { ...square(64, 64), shape: 'sequence' };

const asked = (
  task: TaskName,
  part: Partial<typeof chooserSection.usual> = {},
  sizes: Sizes = usualSizes,
): LessonView =>
  choosing({ tab: 'chooser', sizes, chooser: { ...chooserSection.usual, task, ...part } });

const of = (kind: 'macs' | 'parameters', id: string, sizes = usualSizes): Measure => ({
  kind,
  of: atSize(id, sizes),
});

/** Recommendations in circulation, and the numbers behind them. */
export const whichOne: Lesson = {
  id: 'which-one',
  group: 'claims',
  title: { en: 'Which one should I use?', zh: '我该用哪一种？' },
  lead: {
    en: 'Five recommendations of tutorials, tried on the chooser: every place in its ranking is a number that can be followed.',
    zh: '教程里的五条建议，在选型器里逐条检验：每个名次都对应可以追查的数。',
  },
  steps: [
    {
      title: { en: 'Classification: SE, ECA', zh: '图像分类：SE、ECA' },
      text: {
        en: 'One answer for the whole image needs one weight for each channel, and it should cost next to nothing. Both give all 64 channels a gate: SE with {se} parameters, ECA with {eca}.',
        zh: '整张图一个答案，只需给每个通道一个权重，而且几乎不能有开销。两者都给全部 64 个通道各一个门控：SE 用 {se} 个参数，ECA 用 {eca} 个。',
      },
      view: asked('classification'),
      quotes: {
        se: { value: 512, digits: 0, measure: of('parameters', 'se') },
        eca: { value: 4, digits: 0, measure: of('parameters', 'eca') },
      },
      task: {
        kind: 'change',
        what: 'choose',
        say: {
          en: 'Move a slider under “How much it matters” and watch which places change.',
          zh: '移动“各项的重要程度”中的一个滑块，看哪些名次会变。',
        },
        solution: asked('classification', { weights: { source: 5 } }),
      },
    },
    {
      title: { en: 'Detection: CBAM, BAM', zh: '目标检测：CBAM、BAM' },
      text: {
        en: 'Where something is matters too, so that positions need a weight as well. CBAM and BAM weigh every channel and every position, and their papers report detection on MS COCO and VOC 2007.',
        zh: '还要知道物体在哪里，因此位置也要有权重。CBAM 和 BAM 给每个通道和每个位置加权，论文也报告了 MS COCO 和 VOC 2007 上的检测结果。',
      },
      view: asked('detection'),
      question: {
        ask: {
          en: 'Which of the two takes fewer MACs at 32 × 32 pixels and 64 channels?',
          zh: '在 32 × 32、64 通道上，两者谁的 MACs 更少？',
        },
        answer: {
          kind: 'least',
          options: [
            { text: { en: 'CBAM', zh: 'CBAM' }, measure: of('macs', 'cbam') },
            { text: { en: 'BAM', zh: 'BAM' }, measure: of('macs', 'bam') },
          ],
        },
        reveal: {
          en: 'BAM: its dilated convolutions run on a few channels. Nearly all of CBAM is its one large kernel, 49 × 49 as published code has it; with 7 × 7 CBAM is the cheaper one.',
          zh: '是 BAM：它的膨胀卷积只在少数通道上进行。CBAM 的开销几乎全在一个大卷积核，公开代码取 49 × 49；改为 7 × 7 时 CBAM 反而更省。',
        },
      },
      task: {
        kind: 'change',
        what: 'choose',
        say: {
          en: 'Set a budget of 1,000 parameters: what exceeds it moves below, with how many times.',
          zh: '把参数预算设为 1,000：超出的会移到下方，并注明超出多少倍。',
        },
        solution: asked('detection', { budget: { parameters: 1000 } }),
      },
    },
    {
      title: { en: 'Segmentation: DANet, criss-cross', zh: '语义分割：DANet、十字交叉' },
      text: {
        en: 'Every pixel is decided on by itself and has to look round for it. DANet lets it see all 1,024 pixels, criss-cross 63; DANet takes {times} times the MACs.',
        zh: '每个像素单独判定，因此都要看看四周。DANet 看全部 1,024 个像素，十字交叉只看 63 个；DANet 的 MACs 是后者的 {times} 倍。',
      },
      view: asked('segmentation'),
      quotes: {
        times: {
          value: 30,
          digits: 0,
          measure: { kind: 'ratio', a: of('macs', 'danet'), b: of('macs', 'criss-cross') },
        },
      },
      task: {
        kind: 'change',
        what: 'choose',
        say: {
          en: 'Let MACs matter more, and find the weight at which criss-cross overtakes DANet.',
          zh: '调高 MACs 的权重，找出十字交叉超过 DANet 的那一档。',
        },
        solution: asked('segmentation', { weights: { macs: 3 } }),
      },
    },
    {
      title: { en: 'Long text: what stays linear', zh: '长文本：谁保持线性' },
      text: {
        en: 'At 1,024 tokens full self-attention takes {short} times the MACs of external attention, at 4,096 already {long} times. Simplified attention only leaves out projections: its square stays.',
        zh: '1,024 个词元时，完整自注意力的 MACs 是外部注意力的 {short} 倍，4,096 个时已是 {long} 倍。简化自注意力只去掉投影，平方项还在。',
      },
      view: asked('long-text', {}, sequence),
      quotes: {
        short: {
          value: 21.2,
          digits: 1,
          measure: { kind: 'ratio', a: of('macs', 'self'), b: of('macs', 'external') },
        },
        long: {
          value: 78.9,
          digits: 1,
          measure: { kind: 'ratio', a: of('macs', 'self', long), b: of('macs', 'external', long) },
        },
      },
      question: {
        ask: {
          en: 'Does AFT take fewer MACs than self-attention here, with its position biases?',
          zh: '带位置偏置的 AFT 在这里比自注意力的 MACs 更少吗？',
        },
        answer: {
          kind: 'holds',
          a: of('macs', 'aft'),
          relation: '<',
          b: of('macs', 'self'),
        },
        reveal: {
          en: 'Not with them: every channel has $N^2$ weights. The ranking takes its simple form, without biases, whose one average is linear in $N$. A sliding window is a mask here: all scores are computed, few are kept.',
          zh: '带偏置时并不少：每个通道都有 $N^2$ 个权重。排名取的是去掉偏置的简单形式，它只算一个平均，与 $N$ 成线性。滑动窗口在这里用掩码实现：所有分数都算，只留下少数。',
        },
      },
    },
    {
      title: { en: 'Mobile: ECA, external', zh: '移动端：ECA、外部注意力' },
      text: {
        en: 'What counts is what it costs. Between convolutions that is ECA. Tokens that should exchange something need more: external attention does it with {external} parameters.',
        zh: '只看开销。放在卷积之间，最省的是 ECA。若要让词元之间交换信息，就得多花一些：外部注意力用 {external} 个参数做到。',
      },
      view: asked('mobile'),
      quotes: {
        external: { value: 8192, digits: 0, measure: of('parameters', 'external') },
      },
      task: {
        kind: 'change',
        what: 'choose',
        say: {
          en: 'Switch the input from Map to Sequence and see which one leads among those that take tokens.',
          zh: '把输入从“特征图”切换为“序列”，看在接受词元的机制中谁领先。',
        },
        solution: asked('mobile', {}, sequence),
      },
    },
  ],
};

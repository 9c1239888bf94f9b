import { chooserSection } from '../state/choose-chooser';
import { atSize, choosing, square } from './at-size';
import type { Lesson, Measure } from './lesson';

/** The size of the tutorials: 512 channels, 7 × 7 pixels, r = 16, k = 3. */
const printedAt = square(7, 512);
const early = square(32, 64);

const of = (kind: 'parameters' | 'macs', id: string, sizes = printedAt): Measure => ({
  kind,
  of: atSize(id, sizes),
});

/** How much less b is than a, as a share of a. */
const saved = (a: Measure, b: Measure): Measure => ({
  kind: 'ratio',
  a: { kind: 'difference', a, b },
  b: a,
});

const ownSaving = saved({ kind: 'parameters' }, of('parameters', 'eca', early));

/** Parameters, MACs and time of ECA beside SE, against the percentages in circulation. */
export const ecaAgainstSe: Lesson = {
  id: 'eca-against-se',
  group: 'claims',
  title: { en: 'Is ECA 70 % smaller than SE?', zh: 'ECA 比 SE 少 70% 参数吗？' },
  lead: {
    en: 'Two percentages in circulation, counted for your own C, r and k, and measured on your own device.',
    zh: '两个流传的百分比：按你的 C、r、k 计数，并在你的设备上实测。',
  },
  sources: [
    {
      title: 'Wang et al., ECA-Net: Efficient Channel Attention, CVPR 2020',
      url: 'https://arxiv.org/abs/1910.03151',
    },
    {
      title: 'Hu et al., Squeeze-and-Excitation Networks, CVPR 2018',
      url: 'https://arxiv.org/abs/1709.01507',
    },
  ],
  steps: [
    {
      title: { en: 'Count the parameters', zh: '数一数参数' },
      text: {
        en: 'SE has two layers without biases, $2C^2/r$ weights: {se} for $C = 512$ and $r = 16$. ECA has one kernel of $k = 3$ that all channels share, and here a bias: {eca}.',
        zh: 'SE 有两个无偏置的线性层，共 $2C^2/r$ 个权重：$C = 512$、$r = 16$ 时为 {se}。ECA 只有一个所有通道共享的 $k = 3$ 卷积核，这里另有一个偏置：{eca}。',
      },
      view: atSize('se', printedAt),
      quotes: {
        se: { value: 32768, digits: 0, measure: of('parameters', 'se') },
        eca: { value: 4, digits: 0, measure: of('parameters', 'eca') },
      },
      printed: {
        rows: [
          {
            label: { en: 'Share of the parameters saved', zh: '节省的参数占比' },
            printed: 70,
            percent: true,
            measure: saved(of('parameters', 'se'), of('parameters', 'eca')),
            digits: 2,
          },
        ],
        why: {
          en: '70 % fewer than {se} would be 9,830 parameters. ECA has {eca}: for 70 %, all of SE would have to be 13 numbers.',
          zh: '比 {se} 少 70% 应剩 9,830 个参数，而 ECA 只有 {eca} 个：要得到 70%，整个 SE 只能有 13 个数。',
        },
      },
    },
    {
      title: { en: 'Your own C, r and k', zh: '换成你的 C、r、k' },
      text: {
        en: 'With 64 channels SE has {se} parameters, and ECA, with its 4, saves {saved} of them. A larger reduction narrows the bottleneck, at most to a single channel.',
        zh: '64 个通道时 SE 有 {se} 个参数，ECA 只有 4 个，省去其中的 {saved}。压缩比越大，瓶颈越窄，最窄只剩一个通道。',
      },
      view: atSize('se', early),
      quotes: {
        se: { value: 512, digits: 0, measure: { kind: 'parameters' } },
        saved: { value: 99.2, digits: 1, percent: true, measure: ownSaving },
      },
      task: {
        kind: 'reach',
        measure: ownSaving,
        atMost: 0.97,
        say: {
          en: 'Under Parameters, raise the reduction until ECA saves no more than 97 %.',
          zh: '在“参数”中调大压缩比，直到 ECA 的节省不超过 97%。',
        },
        solution: atSize('se', early, { reduction: 64 }),
      },
    },
    {
      title: { en: 'Fewer MACs?', zh: 'MACs 更少吗？' },
      text: {
        en: 'Both average the map and scale it, $2 C H W$ MACs; only what lies between differs. On 7 × 7 pixels and 512 channels ECA takes {late} fewer MACs than SE.',
        zh: '两者都要对特征图取平均并缩放，共 $2 C H W$ 次乘加，差别只在中间。在 7 × 7、512 通道上，ECA 比 SE 少 {late} 的 MACs。',
      },
      view: atSize('eca', printedAt),
      quotes: {
        late: {
          value: 37.7,
          digits: 1,
          percent: true,
          measure: saved(of('macs', 'se'), of('macs', 'eca')),
        },
        early: {
          value: 0.2,
          digits: 1,
          percent: true,
          measure: saved(of('macs', 'se', early), of('macs', 'eca', early)),
        },
      },
      question: {
        ask: {
          en: 'Where does ECA save the largest share of the MACs of SE?',
          zh: '在哪个尺寸上，ECA 省下的 MACs 占 SE 的比例最大？',
        },
        answer: {
          kind: 'most',
          options: (
            [
              [7, 512],
              [14, 256],
              [32, 64],
            ] as const
          ).map(([side, channels]) => ({
            text: {
              en: `${side} × ${side} pixels, ${channels} channels`,
              zh: `${side} × ${side} 像素，${channels} 个通道`,
            },
            measure: saved(
              of('macs', 'se', square(side, channels)),
              of('macs', 'eca', square(side, channels)),
            ),
          })),
        },
        reveal: {
          en: 'Late in a network, where maps are small and channels many. Early, on 32 × 32 pixels, it is {early}: no single percentage holds for all layers.',
          zh: '在网络后部：图小而通道多。在前部的 32 × 32 上只有 {early}：不存在对所有层都成立的百分比。',
        },
      },
    },
    {
      title: { en: '15–20 % faster?', zh: '快 15–20% 吗？' },
      text: {
        en: 'Time depends on the device and on how many operations are started, not on MACs alone. Here both are run in turn, nine times each, and the median counts.',
        zh: '时间取决于设备和启动的运算次数，并不只看 MACs。这里两者轮流运行，各九次，取中位数。',
      },
      view: choosing({
        tab: 'chooser',
        sizes: printedAt,
        chooser: { ...chooserSection.usual, weights: { time: 3 } },
      }),
      task: {
        kind: 'time',
        mechanisms: ['se', 'eca'],
        say: {
          en: 'Press “Measure the first 6”, compare the times of SE and ECA, then measure at another size.',
          zh: '点击“测量前 6 名”，比较 SE 与 ECA 的时间，再换一个尺寸测量。',
        },
      },
    },
  ],
};

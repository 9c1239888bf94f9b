import type { Params } from '../mechanisms/define';
import type { Lesson, LessonView, Measure } from './lesson';

const WIDTH = 32;
const cup = { kind: 'image', image: 'coffee', height: WIDTH, width: WIDTH, channels: 16 } as const;

/** Pixels of the photograph, row by row. */
const at = (row: number, column: number) => row * WIDTH + column;
const rim = at(16, 15);
const coffee = at(12, 15);
const saucer = at(26, 15);
const edge = at(29, 14);
const table = at(2, 2);

const view = (params: Params, step: string): LessonView => ({
  mechanism: 'attention-pooling',
  params,
  input: cup,
  step,
  display: { scale: 'linear' },
});
const salient = { pooling: 'salience', strength: 2 } as const;
const asking = { pooling: 'query', strength: 2, position: coffee } as const;

const weight = (pixel: number): Measure => ({ kind: 'cell', step: 'weights', index: [0, pixel] });
const attends = (query: number, key: number): Measure => ({
  kind: 'cell',
  step: 'weights',
  index: [0, query, key],
});
const positions: Measure = { kind: 'size', step: 'weights', roles: ['key'] };

export const threePoolings: Lesson = {
  id: 'three-poolings',
  group: 'lessons',
  title: { en: 'What draws the eye, and what one looks for', zh: '什么引人注目，又在寻找什么' },
  lead: {
    en: 'One photograph pooled three ways: evenly, by what stands out, and by what a query asks for.',
    zh: '同一张照片的三种池化：平均对待、看谁显眼、按查询寻找。',
  },
  sources: [
    {
      title:
        'Itti, Koch, Niebur: A Model of Saliency-Based Visual Attention for Rapid Scene Analysis',
      url: 'https://doi.org/10.1109/34.730558',
    },
    {
      title: 'Yang et al.: Hierarchical Attention Networks for Document Classification',
      url: 'https://aclanthology.org/N16-1174/',
    },
  ],
  steps: [
    {
      title: { en: 'Nothing is asked: the average', zh: '什么都不问：平均' },
      text: {
        en: 'An espresso in a red cup with a white rim, as {pixels} pixels of 16 features. Average pooling asks nothing, so that every pixel weighs $1/N$, which is {each}: coffee, china and table alike.',
        zh: '一杯浓缩咖啡，红杯白沿，表示为 {pixels} 个像素，每个 16 维特征。平均池化什么也不问，每个像素的权重都是 $1/N$，即 {each}：咖啡、瓷杯、桌面一视同仁。',
      },
      view: {
        ...view({ pooling: 'average' }, 'weights'),
        // So small a share of all hides nothing of the photograph.
        display: { scale: 'linear', range: 'fixed' },
      },
      quotes: {
        pixels: { value: 1024, digits: 0, measure: positions },
        each: { value: 0.00098, digits: 5, measure: weight(coffee) },
      },
      task: {
        kind: 'step',
        step: 'output',
        say: {
          en: 'Open the pooled vector: one mean per feature is all that is left of the picture.',
          zh: '打开池化向量：整张图只剩每个特征的一个均值。',
        },
      },
    },
    {
      title: { en: 'What draws the eye', zh: '什么引人注目' },
      text: {
        en: 'Now a pixel is scored by how far its features are from the [mean of the picture](step:mean): the length of its [contrast](step:contrast). Still nothing is asked; a key that stands out draws weight by itself.',
        zh: '现在按像素特征偏离[全图均值](step:mean)的程度打分，即其[反差](step:contrast)的长度。仍然没有提问；显眼的键自己就会吸引权重。',
      },
      view: view(salient, 'mean'),
      quotes: {
        rim: { value: 2.6, digits: 1, percent: true, measure: weight(rim) },
        times: {
          value: 53,
          digits: 0,
          measure: { kind: 'ratio', a: weight(rim), b: weight(coffee) },
        },
      },
      question: {
        ask: {
          en: 'Which pixel draws the largest weight?',
          zh: '哪个像素吸引的权重最大？',
        },
        answer: {
          kind: 'most',
          options: [
            { text: { en: 'The coffee', zh: '咖啡' }, measure: weight(coffee) },
            { text: { en: 'The white rim', zh: '白色杯沿' }, measure: weight(rim) },
            { text: { en: 'The red saucer', zh: '红色杯碟' }, measure: weight(saucer) },
            { text: { en: 'The table', zh: '桌面' }, measure: weight(table) },
          ],
        },
        reveal: {
          en: 'The rim: bright, with sharp edges. This pixel alone has {rim} of all weight, {times} times that of the coffee.',
          zh: '杯沿：明亮且边缘锐利。仅这一个像素就占全部权重的 {rim}，是咖啡的 {times} 倍。',
        },
      },
      task: {
        kind: 'step',
        step: 'weights',
        say: {
          en: 'Open the pooling weights and see where they gather.',
          zh: '打开池化权重，看它们聚在哪里。',
        },
      },
    },
    {
      title: { en: 'What one looks for', zh: '寻找什么' },
      text: {
        en: 'Now the pinned pixel of the coffee asks. Its contrast is the [query](step:query), and every key is scored by its [dot product](step:match) with it. The coffee gets {coffee} per pixel, the rim, so loud before, {rim}.',
        zh: '现在由固定的咖啡像素来提问：它的反差就是[查询](step:query)，每个键按与它的[点积](step:match)打分。咖啡像素得到 {coffee}，先前抢眼的杯沿只有 {rim}。',
      },
      view: { ...view(asking, 'weights'), pin: { step: 'weights', index: [0, coffee] } },
      quotes: {
        coffee: { value: 3.3, digits: 1, percent: true, measure: weight(coffee) },
        rim: { value: 0, digits: 1, percent: true, measure: weight(rim) },
      },
      task: {
        kind: 'param',
        name: 'position',
        value: saucer,
        say: {
          en: `Look for the saucer instead: under Parameters set the position of the query to ${saucer}.`,
          zh: `改为寻找杯碟：在“参数”中把查询的位置设为 ${saucer}。`,
        },
      },
    },
    {
      title: { en: 'How firmly one looks', zh: '找得有多专注' },
      text: {
        en: 'Here the pinned pixel of the table asks, and brown surfaces answer: the lit side of the saucer most, the coffee with {coffee}. The strength β stretches the scores before the softmax; the smaller it is, the more evenly the weight is spread.',
        zh: '这里由固定的桌面像素提问，棕色的表面都来应答：受光的杯碟一侧最多，咖啡为 {coffee}。强度 β 在 softmax 之前拉开分数；β 越小，权重越均匀。',
      },
      view: {
        ...view({ ...asking, position: table }, 'weights'),
        pin: { step: 'weights', index: [0, table] },
      },
      quotes: {
        coffee: { value: 0.49, digits: 2, percent: true, measure: weight(coffee) },
      },
      task: {
        kind: 'param',
        name: 'strength',
        atMost: 0.2,
        say: {
          en: 'Lower the strength to 0.2 or less: average pooling is what remains when the question fades.',
          zh: '把强度降到 0.2 或更低：问题淡去之后，剩下的就是平均池化。',
        },
        solution: view({ ...asking, position: table, strength: 0.1 }, 'weights'),
      },
    },
    {
      title: { en: 'Every pixel asks', zh: '每个像素都提问' },
      text: {
        en: `Scaled dot-product attention is this pooling {pixels} times over: each pixel is a query with a row of weights of its own. Here the mean is not taken off, so that keys with long vectors win: a pixel at the saucer’s edge gives [the rim](cell:weights:0,${edge},${rim}) {rim}, itself only {itself}.`,
        zh: `缩放点积注意力就是把这种池化做 {pixels} 遍：每个像素都是一个查询，各有一行权重。这里不减去均值，因此向量长的键占优：杯碟边缘的一个像素给[杯沿](cell:weights:0,${edge},${rim}) {rim}，给自己只有 {itself}。`,
      },
      view: { mechanism: 'sdpa', input: cup, step: 'weights' },
      quotes: {
        pixels: {
          value: 1024,
          digits: 0,
          measure: { kind: 'size', step: 'weights', roles: ['query'] },
        },
        rim: { value: 8.5, digits: 1, percent: true, measure: attends(edge, rim) },
        itself: { value: 0.5, digits: 1, percent: true, measure: attends(edge, edge) },
      },
      task: {
        kind: 'pin',
        step: 'weights',
        say: {
          en: 'Click the coffee or the rim in the photograph: what looks like it lights up.',
          zh: '点击照片中的咖啡或杯沿：与它相似之处随即亮起。',
        },
      },
    },
  ],
};

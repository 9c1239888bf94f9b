import { inputAt, usualSizes } from '../state/sizes';
import type { Lesson, LessonView, Measure } from './lesson';

/** 64 pixels of 16 channels: counts that can be done in the head. */
const input = inputAt({ ...usualSizes, height: 8, width: 8, tokens: 64, channels: 16 });

/** Attention to sampled points, in as many groups of channels; a stride leaves fewer points. */
export const grouped = (groups: number, stride = 1): LessonView => ({
  mechanism: 'deformable',
  params: { n_heads: groups, n_groups: groups, stride },
  input,
  weights: { kind: 'pytorch' },
  step: 'products',
});

const scores = (groups: number, stride = 1): Measure => ({
  kind: 'stepMacs',
  step: 'products',
  of: grouped(groups, stride),
});

const cells: Measure = { kind: 'size', step: 'products', roles: ['head', 'query', 'key'] };

/** What groups of channels change of the cost of attention, and what a stride does. */
export const grouping: Lesson = {
  id: 'grouping',
  group: 'claims',
  title: { en: 'Does grouping save the square?', zh: '分组能省掉平方吗？' },
  lead: {
    en: 'Grouping is said to lower self-attention from O(N²) to O(G·N²): counted by hand at a size small enough for it.',
    zh: '据说分组把自注意力从 O(N²) 降到 O(G·N²)：在手算得动的尺寸上数一遍。',
  },
  sources: [
    {
      title: 'Xia et al., Vision Transformer with Deformable Attention, CVPR 2022',
      url: 'https://arxiv.org/abs/2201.00520',
    },
  ],
  steps: [
    {
      title: { en: 'One group', zh: '一个组' },
      text: {
        en: 'Heads and offset groups are set alike, to $G = 1$. $N = 64$ pixels are compared with 64 sampled points over all 16 channels: $64 \\cdot 64 \\cdot 16$ = {macs} MACs for the [scores](step:products), which fill {cells} cells.',
        zh: '注意力头数与偏移组数都取 $G = 1$。$N = 64$ 个像素各与 64 个采样点在全部 16 个通道上比较：[分数](step:products)需 $64 \\cdot 64 \\cdot 16$ = {macs} 次乘加，填满 {cells} 个单元格。',
      },
      view: grouped(1),
      quotes: {
        macs: { value: 65536, digits: 0, measure: scores(1) },
        cells: { value: 4096, digits: 0, measure: cells },
      },
      question: {
        ask: {
          en: 'Four groups of 4 channels, each with its own 64 points: how many MACs for the scores?',
          zh: '分成 4 组、每组 4 个通道、各有 64 个采样点：分数需要多少次乘加？',
        },
        answer: { kind: 'number', measure: scores(4), tolerance: 0, digits: 0 },
        reveal: {
          en: 'As many as before: $4 \\cdot 64 \\cdot 64 \\cdot 4$. There are four times as many pairs, each compared over a quarter of the channels.',
          zh: '与之前一样：$4 \\cdot 64 \\cdot 64 \\cdot 4$。配对数变为四倍，每对只比较四分之一的通道。',
        },
      },
    },
    {
      title: { en: 'Four groups', zh: '四个组' },
      text: {
        en: 'The scores take {macs} MACs and fill {cells} cells. With $G \\ge 1$, $G N^2$ is never less than $N^2$, so that the claim contradicts itself: it counts these cells, and they grow.',
        zh: '分数需 {macs} 次乘加，填满 {cells} 个单元格。$G \\ge 1$ 时 $G N^2$ 不小于 $N^2$，这一说法自相矛盾：它数的正是这些单元格，而它们变多了。',
      },
      view: grouped(4),
      quotes: {
        macs: { value: 65536, digits: 0, measure: scores(4) },
        cells: { value: 16384, digits: 0, measure: cells },
      },
      printed: {
        rows: [
          {
            label: { en: 'Scores, 4 groups to 1', zh: '分数的开销，4 组比 1 组' },
            printed: 4,
            measure: { kind: 'ratio', a: scores(4), b: scores(1) },
            digits: 0,
          },
        ],
        why: {
          en: 'O(G·N²) for O(N²) is 4 times as much, not less. With the channels counted it is $G \\cdot N^2 \\cdot C/G = N^2 C$: groups neither save nor cost.',
          zh: '用 O(G·N²) 代替 O(N²) 是 4 倍，而不是更少。把通道数算进去是 $G \\cdot N^2 \\cdot C/G = N^2 C$：分组既不省也不费。',
        },
      },
    },
    {
      title: { en: 'What falls per group', zh: '每组降低的是什么' },
      text: {
        en: 'Each group works on $C/G$ channels. The network that moves the points works on one group and is shared by all, so that the groups lie along the batch here: the module has {four} parameters with 4 groups, {one} with one.',
        zh: '每组只处理 $C/G$ 个通道。移动采样点的小网络按组工作并由各组共享，所以图中各组排在批次维上：4 组时模块有 {four} 个参数，1 组时有 {one} 个。',
      },
      view: { ...grouped(4), step: 'raw-offsets' },
      quotes: {
        four: { value: 1304, digits: 0, measure: { kind: 'parameters', of: grouped(4) } },
        one: { value: 1472, digits: 0, measure: { kind: 'parameters', of: grouped(1) } },
      },
      task: {
        kind: 'step',
        step: 'products',
        say: {
          en: 'Go back to the step of the dot products: one matrix for each group, $G N^2$ cells in all.',
          zh: '回到点积这一步：每组一个矩阵，共 $G N^2$ 个单元格。',
        },
      },
    },
    {
      title: { en: 'What does save: a stride', zh: '真正省的是步长' },
      text: {
        en: 'With stride 2 there is one point for 2 × 2 pixels: 16 keys in place of 64, and $64 \\cdot 16 \\cdot 16$ = {macs} MACs for the scores, {share} of what they were.',
        zh: '步长为 2 时，每 2 × 2 个像素一个采样点：键从 64 个减到 16 个，分数只需 $64 \\cdot 16 \\cdot 16$ = {macs} 次乘加，是原来的 {share}。',
      },
      view: grouped(4, 2),
      quotes: {
        macs: { value: 16384, digits: 0, measure: scores(4, 2) },
        share: {
          value: 25,
          digits: 0,
          percent: true,
          measure: { kind: 'ratio', a: scores(4, 2), b: scores(4) },
        },
      },
      task: {
        kind: 'param',
        name: 'stride',
        value: 4,
        say: {
          en: 'Set the stride to 4 and look at the shape of the scores: 4 points are left.',
          zh: '把步长设为 4，看分数的形状：只剩 4 个采样点。',
        },
      },
    },
  ],
};

import type { Lesson, LessonView } from './lesson';

/** [32, 196, 512], as the tutorials call it. */
const input = {
  kind: 'random',
  seed: 1,
  batch: 32,
  tokens: 196,
  memory: 196,
  height: 14,
  width: 14,
  channels: 512,
} as const;

const call = { mechanism: 'external', params: { S: 64 }, input, weights: { gain: 4 } } as const;
const view = (step: string): LessonView => ({ ...call, step });

export const externalAttentionCall: Lesson = {
  id: 'external-attention-call',
  group: 'modules',
  title: {
    en: 'External attention: ExternalAttention(d_model=512, S=64) on [32, 196, 512]',
    zh: '外部注意力：ExternalAttention(d_model=512, S=64)，输入 [32, 196, 512]',
  },
  lead: {
    en: 'What each half of the double normalisation is for, and what a short form without it gives.',
    zh: '双重归一化的两步各起什么作用，省掉之后得到的又是什么。',
  },
  sources: [
    {
      title:
        'Guo, Liu, Mu, Hu: Beyond Self-attention: External Attention using Two Linear Layers for Visual Tasks',
      url: 'https://arxiv.org/abs/2105.02358',
    },
  ],
  steps: [
    {
      title: { en: 'A memory instead of the other tokens', zh: '以记忆代替其他词元' },
      text: {
        en: 'The call takes 32 sequences of 196 tokens with 512 channels and returns the same shape. No token is compared with another one: each is scored against S = 64 learned slots. The keys and the values of these slots are all that the module learns.',
        zh: '输入是 32 个序列，每个序列 196 个词元、512 个通道，输出形状不变。词元之间不做比较，每个词元只与 S = 64 个可学习的槽比较。模块要学的只有这些槽的键和值。',
      },
      view: view('output'),
      question: {
        ask: {
          en: 'How many parameters is that, without biases?',
          zh: '不计偏置，一共有多少个参数？',
        },
        answer: { kind: 'number', measure: { kind: 'parameters' }, tolerance: 0, digits: 0 },
        reveal: {
          en: '2 × 512 × 64: a matrix of keys and a matrix of values. The length 196 does not occur in it, so that longer inputs cost no parameters.',
          zh: '2 × 512 × 64：一个键矩阵和一个值矩阵。其中没有序列长度 196，输入再长也不增加参数。',
        },
      },
      task: {
        say: {
          en: 'Open the scores: 196 tokens × 64 slots.',
          zh: '打开分数这一步：196 个词元 × 64 个槽。',
        },
        kind: 'step',
        step: 'scores',
      },
    },
    {
      title: { en: 'First: softmax over the tokens', zh: '第一步：沿词元做 softmax' },
      text: {
        en: 'This softmax runs down the columns: what a slot hands out over all tokens sums to {column}. The bars below, the means of the columns, are all alike. Nothing holds the rows: the first token gets {row} in all, another one {best}.',
        zh: '这个 softmax 沿列进行：一个槽分给全体词元的权重之和为 {column}，图下方各列的均值因此一样高。行则不受约束：第一个词元总共得到 {row}，另一个词元却得到 {best}。',
      },
      view: { ...view('softmax'), pin: { step: 'softmax', index: [0, 0, 0] } },
      quotes: {
        column: {
          value: 1,
          digits: 2,
          measure: { kind: 'sum', step: 'softmax', index: [0, null, 0] },
        },
        row: {
          value: 0.21,
          digits: 2,
          measure: { kind: 'sum', step: 'softmax', index: [0, 0, null] },
        },
        best: { value: 1.35, digits: 2, measure: { kind: 'max', step: 'total', index: [0, null] } },
      },
      task: {
        say: {
          en: 'Open the totals over the slots and look how unequal they are.',
          zh: '打开“沿槽求和”，看看各词元的总权重有多不均。',
        },
        kind: 'step',
        step: 'total',
      },
    },
    {
      title: { en: 'Second: L1 over the slots', zh: '第二步：沿槽做 L1 归一化' },
      text: {
        en: 'Now each row is divided by its own total. A token with large features no longer gets more than one with small ones, and its output is a true weighted mean of the value memory.',
        zh: '接着每一行除以自己的总和。特征幅度大的词元不再占便宜，输出成为值记忆真正的加权平均。',
      },
      view: view('weights'),
      quotes: {
        row: {
          value: 1,
          digits: 2,
          measure: { kind: 'sum', step: 'weights', index: [0, 0, null] },
        },
        column: {
          value: 3.5,
          digits: 2,
          measure: { kind: 'sum', step: 'weights', index: [0, null, 0] },
        },
      },
      question: {
        ask: {
          en: 'Each column summed to 1 before. Does the first one still?',
          zh: '之前每列之和为 1。现在第一列还是 1 吗？',
        },
        answer: {
          kind: 'holds',
          a: { kind: 'sum', step: 'weights', index: [0, null, 0] },
          relation: '=',
          b: { kind: 'sum', step: 'softmax', index: [0, null, 0] },
        },
        reveal: {
          en: 'No, it sums to {column} now. Only the last normalisation leaves exact sums: every row gives {row}.',
          zh: '不是了，现在是 {column}。只有最后一次归一化的和是精确的：每一行都是 {row}。',
        },
      },
      task: {
        say: {
          en: 'Pin any cell to see by which total it was divided.',
          zh: '固定任意一个单元格，看看它除以了哪个总和。',
        },
        kind: 'pin',
        step: 'weights',
      },
    },
    {
      title: { en: 'The short form: one softmax over the slots', zh: '简化写法：只沿槽做 softmax' },
      text: {
        en: 'Short forms leave the double normalisation out and take one softmax, here over the slots as in ordinary attention. Each row sums to {row}, but nothing balances the slots: in this sequence one hands out {least} and another {most}, as the bars below show.',
        zh: '简化写法省去双重归一化，只做一次 softmax；这里像普通注意力那样沿槽做。每行之和为 {row}，但各槽之间失去平衡：在这个序列里，一个槽总共给出 {least}，另一个给出 {most}（见图下方的条形）。',
      },
      view: { ...view('slot-softmax'), params: { S: 64, variant: 'slots' } },
      quotes: {
        row: {
          value: 1,
          digits: 2,
          measure: { kind: 'sum', step: 'slot-softmax', index: [0, 0, null] },
        },
        least: {
          value: 1.54,
          digits: 2,
          measure: { kind: 'sum', step: 'slot-softmax', index: [0, null, 14] },
        },
        most: {
          value: 5.32,
          digits: 2,
          measure: { kind: 'sum', step: 'slot-softmax', index: [0, null, 34] },
        },
      },
      task: {
        say: {
          en: 'Change the variant to one softmax over the tokens.',
          zh: '把“版本”改为“仅沿词元 softmax”。',
        },
        kind: 'param',
        name: 'variant',
        value: 'tokens',
        solution: { ...call, params: { S: 64, variant: 'tokens' } },
      },
    },
    {
      title: { en: 'The difference', zh: '差别在哪里' },
      text: {
        en: 'A is the paper’s form, B has one softmax over the tokens alone. Every output of B is that of A times the [total](step:total) of its token. For the pinned one, {second} = {first} × {total}, where {total} is the sum of the first row of the softmax. The second normalisation takes exactly this scale out.',
        zh: 'A 是论文写法，B 只沿词元做一次 softmax。B 的每个输出都等于 A 的输出乘以该词元的[总权重](step:total)。固定的那个数：{second} = {first} × {total}，其中 {total} 是 softmax 第一行之和。第二次归一化消除的正是这个尺度。',
      },
      view: {
        ...view('output'),
        page: 'compare',
        pin: { step: 'output', index: [0, 0, 0] },
        compare: { mechanism: 'external', params: { S: 64, variant: 'tokens' }, gain: 4 },
      },
      quotes: {
        first: {
          value: -0.2159,
          digits: 4,
          measure: { kind: 'cell', step: 'output', index: [0, 0, 0] },
        },
        second: {
          value: -0.0449,
          digits: 4,
          measure: { kind: 'cell', step: 'output', index: [0, 0, 0], side: 'second' },
        },
        total: {
          value: 0.2081,
          digits: 4,
          measure: { kind: 'cell', step: 'total', index: [0, 0] },
        },
      },
    },
  ],
};

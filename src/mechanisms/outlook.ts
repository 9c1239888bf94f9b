/**
 * Outlook attention of VOLO.
 * "VOLO: Vision Outlooker for Visual Recognition", Yuan, Hou, Jiang, Feng, Yan, 2021,
 * https://arxiv.org/abs/2106.13112
 *
 * Deviation of the published code: it calls nn.Unfold with padding and stride in the places of
 * dilation and padding, and therefore fails for most values; with kernel 3, padding 1, stride 1 both agree.
 */
import { axisOf, type Role } from '../trace/axes';
import type { Places } from '../trace/places';
import type { Text } from '../trace/text';
import {
  choice,
  firstOf,
  flag,
  mustDivide,
  mustEqual,
  num,
  of,
  sizeIn,
  squareSides,
} from './arguments';
import { splitHeads } from './attention';
import { defineMechanism, type InputAxes, type Params } from './define';
import { kernelOffsets } from './maps';
import { biasFlag, channels, heads, variant } from './shared-params';
import { step, terms } from './terms';
import { linear } from './weights';

interface Window {
  readonly kernel: number;
  readonly padding: number;
  readonly stride: number;
  readonly dilation: number;
}

/** The windows that are put back, and those that are taken out, which as published are others. */
function windowsOf(params: Params): { readonly out: Window; readonly back: Window } {
  const [kernel, padding, stride] = [
    num(params, 'kernel_size'),
    num(params, 'padding'),
    num(params, 'stride'),
  ];
  const back = { kernel, padding, stride, dilation: 1 };
  const published = choice(params, 'variant') === 'published';
  return {
    back,
    out: published ? { kernel, padding: stride, stride: 1, dilation: padding } : back,
  };
}

/** Places of a window along a side. */
const placesAlong = ({ kernel, padding, stride, dilation }: Window, size: number): number =>
  Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;

function checkWindow(params: Params, inputs: InputAxes): Text | null {
  const { out, back } = windowsOf(params);
  const { kernel, padding, stride } = back;
  const published = choice(params, 'variant') === 'published';
  // The pooled map that asks must have as many places.
  const pooled = (size: number) => Math.ceil(size / stride);
  const sizes = (['height', 'width'] as const).map((role) => sizeIn(inputs, 'x', role));
  const misfit = (window: Window) =>
    sizes.find((size) => placesAlong(window, size) !== pooled(size));
  const [taken, unequal] = [misfit(out), misfit(back)];
  return firstOf(
    (kernel < 1 || stride < 1 || padding < 0) && {
      en: 'kernel_size and stride must be at least 1 and padding at least 0.',
      zh: 'kernel_size 与 stride 至少为 1，padding 至少为 0。',
    },
    published &&
      (padding < 1 || taken !== undefined) && {
        en: `The published code reads padding as dilation and stride as padding, and does not run with kernel_size ${kernel}, padding ${padding} and stride ${stride} on ${sizes.join(' × ')} pixels; choose 3, 1 and 1 or the paper's form.`,
        zh: `公开代码把 padding 当作 dilation、stride 当作 padding，kernel_size ${kernel}、padding ${padding}、stride ${stride} 在 ${sizes.join(' × ')} 像素上无法运行；请改用 3、1、1 或选择论文版本。`,
      },
    unequal !== undefined && {
      en: `kernel_size ${kernel} with padding ${padding} and stride ${stride} gives ${placesAlong(back, unequal)} windows along ${unequal} pixels, but ${pooled(unequal)} are needed; choose a padding near (kernel_size − 1)/2.`,
      zh: `kernel_size ${kernel}、padding ${padding}、stride ${stride} 在 ${unequal} 个像素上给出 ${placesAlong(back, unequal)} 个窗口，而需要 ${pooled(unequal)} 个；padding 请取 (kernel_size − 1)/2 左右。`,
    },
  );
}

export const outlook = defineMechanism({
  id: 'outlook',
  name: { en: 'Outlook attention (VOLO)', zh: '前瞻注意力（VOLO）' },
  family: 'window',
  attendsOver: ['pixels'],
  papers: [
    {
      title: 'VOLO: Vision Outlooker for Visual Recognition',
      authors: 'Yuan, Hou, Jiang, Feng, Yan',
      venue: 'TPAMI',
      year: 2022,
      url: 'https://arxiv.org/abs/2106.13112',
    },
  ],
  idea: {
    en: 'The feature of a pixel alone says how the k × k pixels round it attend to each other: one linear layer gives the whole k² × k² matrix, with no keys and no dot products. Every pixel lies in k² windows and receives from all of them. Cheap enough for fine maps of small tokens, where ordinary self-attention is too dear; VOLO puts it in front of a transformer.',
    zh: '仅由一个像素的特征，便用一个线性层直接给出其 k × k 邻域内部的整个 k² × k² 注意力矩阵，不需要键，也不做点积。每个像素同属 k² 个窗口，各窗口的结果相加。它足够便宜，可用在自注意力难以承受的精细特征图上；VOLO 将其置于 Transformer 之前。',
  },
  formula: String.raw`\Y{Y} = \operatorname{fold}\!\left(\A{\operatorname{softmax}}\!\left(\frac{\X{x_i} W_A^\top + b_A}{\sqrt{d}}\right) \V{V_{\Delta_i}}\right) W_O^\top + b_O`,
  complexity: String.raw`O\!\left(HW (C^2 + h k^4 C + k^4 C)\right)`,
  classes: { OutlookAttention: {} },
  inputs: { x: { order: ['batch', 'height', 'width', 'channel'], from: 'image' } },
  params: {
    variant: variant({
      en: 'The published code gives nn.Unfold its arguments by position, so that padding is read as dilation and stride as padding: with most values it fails; with kernel_size 3, padding 1 and stride 1 both forms agree.',
      zh: '公开代码按位置向 nn.Unfold 传参，padding 被当作 dilation、stride 被当作 padding：大多数取值都会报错；kernel_size 3、padding 1、stride 1 时两者一致。',
    }),
    dim: channels('x'),
    num_heads: heads('dim', 1),
    kernel_size: {
      kind: 'integer',
      default: 3,
      min: 1,
      max: 9,
      label: { en: 'Window side', zh: '窗口边长' },
      help: {
        en: 'Side k of the neighbourhood; the attention of a pixel is a k² × k² matrix.',
        zh: '邻域边长 k；每个像素的注意力是 k² × k² 矩阵。',
      },
    },
    padding: {
      kind: 'integer',
      default: 1,
      min: 0,
      max: 4,
      label: { en: 'Padding', zh: '填充' },
      help: {
        en: 'Rows and columns of zeros round the map; (k − 1)/2 gives every pixel a window round it.',
        zh: '特征图四周补零的行列数；取 (k − 1)/2 时每个像素都有以自己为中心的窗口。',
      },
    },
    stride: {
      kind: 'integer',
      default: 1,
      min: 1,
      max: 8,
      options: (_params, inputs) => squareSides(inputs, 'x'),
      label: { en: 'Stride', zh: '步长' },
      help: {
        en: 'Distance between windows; with 2, the mean of 2 × 2 pixels asks for all of them.',
        zh: '窗口间距；取 2 时由每 2 × 2 像素的均值统一给出注意力。',
      },
    },
    qkv_bias: biasFlag({ en: 'Bias of the values', zh: '值的偏置' }, false),
  },
  check: (params, inputs) =>
    firstOf(
      mustEqual(params, 'dim', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
      mustDivide(params, 'num_heads', num(params, 'dim'), of.channels),
      checkWindow(params, inputs),
    ),
  weights(params) {
    const [dim, kernel] = [num(params, 'dim'), num(params, 'kernel_size')];
    return {
      ...linear('v_pj', dim, dim, { bias: flag(params, 'qkv_bias'), identity: 'eye' }),
      ...linear('attn', dim, num(params, 'num_heads') * kernel ** 4, { identity: 'default' }),
      ...linear('proj', dim, dim, { identity: 'eye' }),
    };
  },
  steps: {
    value: { ...terms.value, formula: String.raw`\V{V} = \X{X} W_V^\top` },
    neighbours: step(
      'value',
      ['Values of the window', '窗口内的值'],
      String.raw`\V{V_{\Delta_i}} = \{\V{v_{i+\delta}}\}_{\delta \in k \times k}`,
      [
        'The values of the k × k pixels round each pixel are gathered, with zeros outside of the map.',
        '取出每个像素周围 k × k 个像素的值，图外为零。',
      ],
    ),
    pooled: step(
      'query',
      ['Means of the strides', '步长内的均值'],
      String.raw`\Q{\bar x_i} = \operatorname{mean}_{s \times s}(\X{x})`,
      [
        'The mean of s × s pixels speaks for all of them; with stride 1, each pixel speaks for itself.',
        '每 s × s 个像素由其均值代表；步长为 1 时各像素代表自己。',
      ],
    ),
    logits: step('scores', ['Outlook', '前瞻分数'], String.raw`\S{e_i} = \Q{x_i} W_A^\top + b_A`, [
      'One linear layer makes h · k⁴ numbers of the pixel: a score for every pair of positions of its window.',
      '一个线性层把像素变成 h · k⁴ 个数：窗口内每一对位置各有一个分数。',
    ]),
    scores: {
      ...terms.scores,
      formula: String.raw`\S{s_{i,\delta,\delta'}} = \frac{\S{e_{i,\delta,\delta'}}}{\sqrt{d}}`,
      note: {
        en: 'Dividing by √d is kept from dot-product attention, although no dot product was taken.',
        zh: '沿用点积注意力的 √d 缩放，尽管这里并未做点积。',
      },
    },
    weights: {
      ...terms.weights,
      formula: String.raw`\A{a_{i,\delta,\delta'}} = \frac{e^{\S{s_{i,\delta,\delta'}}}}{\sum_{\delta''} e^{\S{s_{i,\delta,\delta''}}}}`,
      note: {
        en: 'For each window and each position δ in it, the weights of the k² values sum to 1.',
        zh: '对每个窗口及其中每个位置 δ，k² 个值的权重和为 1。',
      },
    },
    context: {
      ...terms.context,
      formula: String.raw`\Y{o_{i,\delta}} = \sum_{\delta'} \A{a_{i,\delta,\delta'}} \V{v_{i+\delta'}}`,
      note: {
        en: 'Each window works out a new feature for every pixel that it covers.',
        zh: '每个窗口为它覆盖的每个像素算出新的特征。',
      },
    },
    folded: step(
      'feature',
      ['Sum over the windows', '各窗口求和'],
      String.raw`\tilde y_p = \sum_{i,\delta:\, i+\delta=p} \Y{o_{i,\delta}}`,
      [
        'A pixel adds up what the windows that cover it have worked out for it.',
        '每个像素把覆盖它的各窗口给出的结果相加。',
      ],
    ),
    output: {
      ...terms.output,
      formula: String.raw`\Y{Y} = \tilde Y W_O^\top + b_O`,
      note: { en: 'A last projection mixes the heads.', zh: '最后一个投影混合各头。' },
    },
  },
  telling: 'weights',
  run({ t, inputs: { x }, weights: w, params }) {
    const { out, back } = windowsOf(params);
    const { kernel, padding, stride } = back;
    const [height, width, count] = [x.size('height'), x.size('width'), num(params, 'num_heads')];

    const value = t.linear(x, w['v_pj.weight'], w['v_pj.bias']).as('value'); // [B, H, W, C]
    const unfolded = t.unfold(value, out); // [B, L, k², C]
    const asMeant = out.padding === padding && out.stride === stride && out.dilation === 1;
    // Windows that are not those of the pixels that ask are no places round them.
    const neighbours = (
      asMeant
        ? unfolded
        : t.rename(unfolded, {}, { query: { places: undefined }, key: { places: undefined } })
    ).as('neighbours');
    const placesOf = (role: Role): Places | undefined => axisOf(neighbours.axes, role).places;

    const pooled = t.avgPool2d(x, { kernel: stride, stride, ceil: true }).as('pooled'); // [B, H/s, W/s, C]
    const logits = t.linear(pooled, w['attn.weight'], w['attn.bias']).as('logits'); // [B, H/s, W/s, h·k⁴]
    const pairs = t.split(
      t.merge(logits, ['height', 'width'], 'query', placesOf('query')),
      'channel',
      [
        ['head', count],
        ['slot', kernel * kernel],
        ['key', kernel * kernel],
      ],
    ); // [B, L, h, k², k²]
    const placed = t.rename(
      t.transpose(pairs, ['batch', 'head', 'query', 'slot', 'key']),
      {},
      { slot: { labels: kernelOffsets(kernel) }, key: { places: placesOf('key') } },
    );
    const scale = (x.size('channel') / count) ** -0.5;
    const scores = t.scale(placed, scale, String.raw`1/\sqrt{d}`).as('scores');
    const weights = t
      .softmax(scores, 'key')
      .as('weights')
      .torch('root@Tensor.softmax', ['batch', 'head', 'query', 'slot', 'key']);

    const context = t.matMul(weights, splitHeads(t, neighbours, count), 'key').as('context'); // [B, h, L, k², d]
    const merged = t.merge(
      t.transpose(context, ['batch', 'query', 'slot', 'head', 'channel']),
      ['head', 'channel'],
      'channel',
    ); // [B, L, k², C]
    const folded = t
      .fold(t.rename(merged, { slot: 'key' }), { height, width, kernel, padding, stride })
      .as('folded'); // [B, H, W, C]
    return t
      .linear(folded, w['proj.weight'], w['proj.bias'])
      .as('output')
      .torch('output', ['batch', 'height', 'width', 'channel']);
  },
});

/**
 * The window attention that circulates in tutorials, with the mistakes that its shapes hide.
 *
 * Queries and keys are left as [window, token, head, d], so that q·kᵀ compares the heads of one
 * token: the matrix is heads × heads, and no pixel sees another. The result [window, token, C] is
 * then viewed as [H, W, C] as it lies in memory, so that the pixels of a window, w² of them, fill
 * rows of the map. There is neither a position bias nor a shift.
 */
import type { Value } from '../ops/builder';
import { num, numOrNull, range } from './arguments';
import { splitHeads } from './attention';
import type { Context, Params } from './define';
import { dense } from './projected';
import { variant } from './shared-params';
import { isBlock } from './swin';
import { step } from './terms';
import { linear, type Weights } from './weights';

export const tutorialVariant = {
  ...variant(
    {
      en: 'The form in tutorials compares the heads of one pixel instead of the pixels of a window, and puts the windows back in the wrong places; all shapes agree, so that no error shows it.',
      zh: '教程中的写法比较的是同一像素的各个头，而非窗口内的像素，并且把窗口放回了错误的位置；各处形状都对得上，因此不会报错。',
    },
    { tutorial: { en: 'As in tutorials, with mistakes', zh: '教程写法（有误）' } },
  ),
  when: (params: Params) => !isBlock(params),
};

/** Whether the tutorial's form is computed; there is none of the block. */
export const isTutorial = (params: Params): boolean =>
  params.variant === 'tutorial' && !isBlock(params);

export function tutorialWeights(params: Params): Weights {
  const dim = num(params, 'dim');
  return {
    ...linear('attn.qkv', dim, 3 * dim, { bias: params.qkv_bias === true, identity: 'eye' }),
    ...linear('attn.proj', dim, dim, { identity: 'eye' }),
  };
}

export const tutorialSteps = {
  'head-scores': step(
    'scores',
    ['Scores of heads with heads', '头与头的分数'],
    String.raw`\S{s^{(n)}_{ij}} = \frac{\Q{q_n^{(i)}} \cdot \K{k_n^{(j)}}}{\sqrt{d}}`,
    [
      'Mistake: the last two axes are head and channel, so that the product compares head i with head j of the same pixel n.',
      '错误所在：最后两个轴是头与通道，乘积比较的是同一像素 n 的第 i 个头与第 j 个头。',
    ],
  ),
  'head-weights': step(
    'weights',
    ['Weights of heads over heads', '头对头的权重'],
    String.raw`\A{a^{(n)}_{ij}} = \operatorname{softmax}_j \S{s^{(n)}_{ij}}`,
    [
      'A matrix of heads × heads for each pixel, where w² × w² for each head was meant: no pixel looks at another.',
      '每个像素得到一个“头 × 头”的矩阵，而本应是每个头一个 w² × w² 的矩阵：像素之间互不关注。',
    ],
  ),
  'head-mix': step(
    'value',
    ['Mixed heads', '混合后的各头'],
    String.raw`\Y{o_n^{(i)}} = \sum_j \A{a^{(n)}_{ij}} \V{v_n^{(j)}}`,
    ['Each pixel mixes its own heads and nothing else.', '每个像素只混合了自己的各个头。'],
  ),
  scrambled: step(
    'output',
    ['Output, scrambled', '输出（已错位）'],
    String.raw`[\tfrac{HW}{w^2}, w^2, C] \to [H, W, C]`,
    [
      'Mistake: the windows are viewed as a map as they lie in memory, so that the pixels of one window fill whole rows.',
      '错误所在：按内存顺序把各窗口直接视作特征图，一个窗口的像素被依次排满整行。',
    ],
  ),
} as const;

/** The map [B, H, W, C] as the tutorial's form returns it. */
export function runTutorial(context: Context): Value {
  const { t, inputs, params, weights: w } = context;
  const { x } = inputs;
  const [height, width] = [x.size('height'), x.size('width')];
  const [dim, heads] = [num(params, 'dim'), num(params, 'num_heads')];
  const side = num(params, 'window_size');
  const windows = t.windows(x, [side, side], { height, width }).as('windows'); // [B, nW, w², C]

  const thirds = [dim, dim, dim];
  const weights = t.parts(w['attn.qkv.weight'], 'output', thirds);
  const biases = w['attn.qkv.bias'] ? t.parts(w['attn.qkv.bias'], 'output', thirds) : [];
  const [query, key, value] = (['query', 'key', 'value'] as const).map((name, i) =>
    splitHeads(t, t.linear(windows, weights[i], biases[i]).as(name), heads),
  ); // each [B, nW, w², h, d]

  const labels = range(1, heads).map((head) => `h${head}`);
  const rows = t.rename(query, { head: 'query' }, { query: { labels } });
  const columns = { key: { labels } };
  const products = t.matMul(rows, t.rename(key, { head: 'key' }, columns), 'channel');
  const scale = numOrNull(params, 'qk_scale') || (dim / heads) ** -0.5;
  const scores = t.scale(products, scale).as('head-scores'); // [B, nW, w², h, h]
  const mix = t
    .matMul(
      t.softmax(scores, 'key').as('head-weights'),
      t.rename(value, { head: 'key' }, columns),
      'key',
    )
    .as('head-mix'); // [B, nW, w², h, d]
  const projected = dense(context, t.merge(mix, ['query', 'channel'], 'channel'), 'attn.proj');
  return t
    .split(t.merge(projected.as('projected'), ['window', 'token'], 'token'), 'token', [
      ['height', height],
      ['width', width],
    ])
    .as('scrambled'); // [B, H, W, C]
}

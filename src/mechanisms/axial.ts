/**
 * Axial attention, alone or in an image transformer.
 * "Axial Attention in Multidimensional Transformers", Ho, Kalchbrenner, Weissenborn, Salimans, 2019,
 * https://arxiv.org/abs/1912.12180
 *
 * Deviations: nothing is masked, where the paper generates pixel by pixel; reversible layers and the
 * convolutions between the attentions are extras of the published code.
 */
import type { Value } from '../ops/builder';
import type { Toolkit } from '../ops/toolkit';
import { hasRole, type Role } from '../trace/axes';
import type { Places } from '../trace/places';
import { flag, num } from './arguments';
import { mergeHeads, splitHeads } from './attention';
import {
  axialCheck,
  channelIndex,
  headWidth,
  isTransformer,
  layouts,
  SIDE_NAMES,
  sidesOf,
  torchLayout,
} from './axial-form';
import { axialParams, axialSteps } from './axial-texts';
import { imageTransformer, imageTransformerWeights } from './axial-transformer';
import { type Context, defineMechanism, type InputAxes, type Params } from './define';
import { dense } from './projected';
import { linear, type Weights } from './weights';

export const axial = defineMechanism({
  id: 'axial',
  name: { en: 'Axial attention', zh: '轴向注意力' },
  family: 'spatial',
  attendsOver: ['pixels'],
  papers: [
    {
      title: 'Axial Attention in Multidimensional Transformers',
      authors: 'Ho, Kalchbrenner, Weissenborn, Salimans',
      venue: 'arXiv',
      year: 2019,
      url: 'https://arxiv.org/abs/1912.12180',
    },
  ],
  idea: {
    en: 'Attention runs along one axis of a map at a time: every pixel attends to its column, and in a second attention to its row, each with a softmax of its own. Two of them in a row reach the whole map at the cost of lines instead of areas, and any number of axes works alike, so that it also serves videos and volumes.',
    zh: '注意力每次只沿特征图的一个轴进行：每个像素先关注所在列，再由另一个注意力关注所在行，各用自己的 softmax。二者相继即可触及全图，开销只与线长有关，而非面积；轴数不限，因此也适用于视频和体数据。',
  },
  formula: String.raw`\Y{Y} = \sum_{\text{sides}} \A{\operatorname{softmax}}_{j \in \text{line}(p)}\!\left(\frac{\Q{q_p} \cdot \K{k_j}}{\sqrt{d}}\right) \V{v_j}\, W_O^\top + b_O`,
  complexity: String.raw`O\!\left(HW (H + W)\, C + HW C^2\right)`,
  classes: {
    AxialAttention: { form: 'attention' },
    AxialImageTransformer: { form: 'transformer' },
  },
  inputs: {
    x: {
      order: ['batch', 'height', 'width', 'channel'],
      alternatives: [
        ['batch', 'token', 'channel'],
        ['batch', 'group', 'height', 'width', 'channel'],
      ],
      axes: ['batch', 'height', 'width', 'channel'],
      layouts,
      from: 'image',
    },
  },
  params: axialParams,
  check: axialCheck,
  weights: (params, inputs) =>
    isTransformer(params)
      ? imageTransformerWeights(params, inputs, attentionWeights)
      : alone(params, inputs),
  steps: axialSteps,
  telling: 'weights',
  run(context) {
    const { t, inputs, params } = context;
    const sides = sidesOf(inputs.x.axes);
    const x = t.transpose(inputs.x, ['batch', ...sides, 'channel']);
    const order = torchLayout(sides, channelIndex(params));
    const output = isTransformer(params)
      ? imageTransformer(context, x, attendAlong)
      : attention(context, x, sides);
    return output.as('output').torch('output', order);
  },
});

/** Projections of the attention along one side. */
function attentionWeights(prefix: string, params: Params): Weights {
  const dim = num(params, 'dim');
  const inside = headWidth(params) * num(params, 'heads');
  return {
    ...linear(`${prefix}.to_q`, dim, inside, { bias: false, identity: 'eye' }),
    ...linear(`${prefix}.to_kv`, dim, 2 * inside, { bias: false, identity: 'eye' }),
    ...linear(`${prefix}.to_out`, inside, dim, { identity: 'eye' }),
  };
}

const modulePath = (i: number): string => `axial_attentions.${i}.fn`;

const alone = (params: Params, inputs: InputAxes): Weights =>
  Object.assign({}, ...sidesOf(inputs.x).map((_, i) => attentionWeights(modulePath(i), params)));

/** One attention for each side, summed or one after the other. */
function attention(context: Context, x: Value, sides: readonly Role[]): Value {
  const { t, params } = context;
  const along = (y: Value, i: number): Value =>
    attendAlong(context, y, sides[i], modulePath(i), SIDE_NAMES[sides[i]]);
  const named = (y: Value, i: number): Value => y.as('attended', SIDE_NAMES[sides[i]]);
  if (sides.length === 1) return along(x, 0);
  if (flag(params, 'sum_axial_out')) {
    return sides.map((_, i) => named(along(x, i), i)).reduce((sum, y) => t.add(sum, y));
  }
  const last = sides.length - 1;
  return along(
    sides.slice(0, last).reduce((y, _, i) => named(along(y, i), i), x),
    last,
  );
}

/** Where the keys of a position lie: on the line through it, on maps. */
function lineOf(x: Value, side: Role): Places | undefined {
  const isMap = hasRole(x.axes, 'height') && !hasRole(x.axes, 'group');
  if (!isMap || (side !== 'height' && side !== 'width')) return undefined;
  return { kind: 'line', along: side, height: x.size('height'), width: x.size('width') };
}

/**
 * Multi-head attention along one side; all other axes are batch: [batch, sides…, channel] → same.
 * Steps: query, key, value, products, scores, weights, context.
 * @param part tells the steps of several sides and layers apart.
 */
function attendAlong(
  context: Context,
  x: Value,
  side: Role,
  prefix: string,
  part: string | undefined,
): Value {
  const { t, weights: w, params } = context;
  const heads = num(params, 'heads');
  const inside = headWidth(params) * heads;
  const sides = sidesOf(x.axes);
  const others = sides.filter((other) => other !== side);

  const [wk, wv] = t.parts(w[`${prefix}.to_kv.weight`], 'output', [inside, inside]);
  const query = dense(context, x, `${prefix}.to_q`).as('query', part); // [B, …, h·d]
  const key = t.linear(x, wk).as('key', part);
  const value = t.linear(x, wv).as('value', part);
  const places = lineOf(x, side);
  const onLine = (y: Value): Value =>
    t.rename(splitHeads(t, y, heads), { [side]: 'key' }, places && { key: { places } });

  const matches = t.matMul(splitHeads(t, query, heads), onLine(key), 'channel');
  const products = t.transpose(matches, ['batch', 'head', ...sides, 'key']).as('products', part);
  const scale = headWidth(params) ** -0.5;
  const scores = t.scale(products, scale, String.raw`1/\sqrt{d}`).as('scores', part);
  const weights = t
    .softmax(scores, 'key')
    .as('weights', part)
    .torch(`${prefix}@Tensor.softmax`, ['batch', ...others, 'head', side, 'key']);
  const summed = t.matMul(weights, onLine(value), 'key').as('context', part);
  return dense(context, backToMap(t, mergeHeads(t, summed), sides), `${prefix}.to_out`);
}

const backToMap = (t: Toolkit, x: Value, sides: readonly Role[]): Value =>
  t.transpose(x, ['batch', ...sides, 'channel']);

/** The layers round axial attention: normalisation, residual streams, convolutions. See axial.ts. */
import type { Value } from '../ops/builder';
import { axis, type Role } from '../trace/axes';
import { flag, num, range, sizeIn } from './arguments';
import { SIDE_NAMES } from './axial-form';
import { layerName } from './axial-texts';
import type { Context, InputAxes, Params } from './define';
import { convolve } from './maps';
import { layerNorm } from './mlp';
import { conv, filled, norm, type Weights } from './weights';

/** One of the functions whose result is added to a stream. */
interface Sublayer {
  readonly prefix: string;
  /** The side that attention runs along; none for the convolutions. */
  readonly side?: Role;
  readonly part: string;
}

const MAP: readonly Role[] = ['batch', 'channel', 'height', 'width'];

/** Pairs of sublayers, in order: column and row, then twice the convolutions. */
function pairsOf(params: Params): (readonly [Sublayer, Sublayer])[] {
  const [first, second, inside] = flag(params, 'reversible') ? ['f', 'g', '.net'] : ['0', '1', ''];
  return range(0, num(params, 'depth') - 1).flatMap((layer) => {
    const sublayer = (block: number, which: string, part: string, side?: Role): Sublayer => ({
      prefix: `layers.blocks.${2 * layer + block}.${which}${inside}`,
      side,
      part: `${layerName(params, layer)}${part}`,
    });
    return [
      [
        sublayer(0, first, SIDE_NAMES.height ?? '', 'height'),
        sublayer(0, second, SIDE_NAMES.width ?? '', 'width'),
      ],
      [sublayer(1, first, 'f'), sublayer(1, second, 'g')],
    ] as const;
  });
}

export function imageTransformerWeights(
  params: Params,
  inputs: InputAxes,
  attention: (prefix: string, params: Params) => Weights,
): Weights {
  const dim = num(params, 'dim');
  const [height, width] = [sizeIn(inputs, 'x', 'height'), sizeIn(inputs, 'x', 'width')];
  const position = (...size: number[]): Weights[string] => ({
    shape: [1, dim, ...size],
    roles: MAP,
    init: { kind: 'normal', std: 1 },
  });
  const sublayers = pairsOf(params)
    .flat()
    .map(({ prefix, side }): Weights => {
      if (side)
        return { ...norm(`${prefix}.fn.norm`, dim), ...attention(`${prefix}.fn.fn`, params) };
      return {
        [`${prefix}.0.g`]: filled([1, dim, 1, 1], 1, { roles: MAP }),
        [`${prefix}.0.b`]: filled([1, dim, 1, 1], 0, { roles: MAP }),
        ...conv(`${prefix}.1`, dim, 4 * dim, [3, 3]),
        ...conv(`${prefix}.3`, 4 * dim, dim, [3, 3]),
      };
    });
  return Object.assign(
    {},
    flag(params, 'axial_pos_emb_shape') && {
      'pos_emb.param_0': position(height, 1),
      'pos_emb.param_1': position(1, width),
    },
    ...sublayers,
  );
}

/** Channel normalisation, two 3 × 3 convolutions and a leaky ReLU between them. */
function convolutions(context: Context, x: Value, { prefix, part }: Sublayer): Value {
  const { t, weights: w } = context;
  const vector = (name: string): Value =>
    t.reinterpret(w[name], [axis('channel', x.size('channel'))]);
  const normalised = t
    .standardise(x, ['channel'], 1e-5, {
      weight: vector(`${prefix}.0.g`),
      bias: vector(`${prefix}.0.b`),
      along: 'channel',
      epsilonOutside: true,
    })
    .as('normalised2', part);
  const expanded = convolve(context, normalised, `${prefix}.1`, { padding: 1 }).as(
    'expanded',
    part,
  );
  const activated = t.leakyRelu(expanded).as('activated', part);
  return convolve(context, activated, `${prefix}.3`, { padding: 1 }).as('contracted', part);
}

type Attend = (context: Context, x: Value, side: Role, prefix: string, part: string) => Value;

/**
 * All layers on a map [B, H, W, C]. Reversible: y₁ = x₁ + f(x₂), y₂ = x₂ + g(y₁), and the mean of the
 * streams at the end; else x + f(x), then x + g(x).
 */
export function imageTransformer(context: Context, input: Value, attend: Attend): Value {
  const { t, weights: w, params } = context;
  const apply = (x: Value, sublayer: Sublayer): Value => {
    const { prefix, side, part } = sublayer;
    if (!side) return convolutions(context, x, sublayer);
    const normalised = layerNorm(context, x, `${prefix}.fn.norm`).as('normalised1', part);
    return attend(context, normalised, side, `${prefix}.fn.fn`, part).as('attended', part);
  };
  const x = flag(params, 'axial_pos_emb_shape')
    ? t.add(t.add(input, w['pos_emb.param_0']), w['pos_emb.param_1']).as('placed')
    : input;

  const pairs = pairsOf(params);
  if (flag(params, 'reversible')) {
    let [x1, x2] = [x, x];
    for (const [f, g] of pairs) {
      x1 = t.add(x1, apply(x2, f)).as('residual1', f.part);
      x2 = t.add(x2, apply(x1, g)).as('residual1', g.part);
    }
    return t.scale(t.add(x1, x2), 0.5, String.raw`\tfrac{1}{2}`);
  }
  const all = pairs.flat();
  return all.reduce((y, sublayer, i) => {
    const sum = t.add(y, apply(y, sublayer));
    // The last sum is the output, and is named so.
    return i < all.length - 1 ? sum.as('residual1', sublayer.part) : sum;
  }, x);
}

import type { Value } from '../ops/builder';
import { hasRole } from '../trace/axes';
import type { Text } from '../trace/text';
import { num, pair, range, sizeIn } from './arguments';
import type { Context, InputAxes, Params } from './define';
import { layerNorm, mlp, mlpWeights } from './mlp';
import { norm, type Weights } from './weights';

/** The transformer block on a map, round any attention, and what its constructors check. */

/** Hidden units of the perceptron; as many as channels where the ratio leaves none, as published. */
export const hiddenUnits = (dim: number, ratio: number): number => Math.trunc(dim * ratio) || dim;

/** Weights of norm1, norm2 and mlp. */
export const blockWeights = (prefix: string, dim: number, ratio: number): Weights => ({
  ...norm(`${prefix}norm1`, dim),
  ...norm(`${prefix}norm2`, dim),
  ...mlpWeights(`${prefix}mlp`, dim, hiddenUnits(dim, ratio)),
});

/**
 * x' = x + attend(LN x), then x' + MLP(LN x').
 * Steps: normalised1, attended, residual1, normalised2, expanded, activated, contracted, block-output.
 * @param part tells the steps of several blocks apart.
 */
export function block(
  context: Context,
  x: Value,
  prefix: string,
  attend: (normalised: Value) => Value,
  part?: string,
): Value {
  return residualPair(
    context.t,
    x,
    {
      norm1: (y) => layerNorm(context, y, `${prefix}norm1`),
      attend,
      norm2: (y) => layerNorm(context, y, `${prefix}norm2`),
      feed: (y) => mlp(context, y, `${prefix}mlp`, part),
    },
    part,
  );
}

type Layer = (x: Value) => Value;

/** The two residual sums of a block, whatever its parts are. */
export function residualPair(
  t: Context['t'],
  x: Value,
  { norm1, attend, norm2, feed }: Record<'norm1' | 'attend' | 'norm2' | 'feed', Layer>,
  part?: string,
): Value {
  const normalised = norm1(x).as('normalised1', part);
  const attended = attend(normalised).as('attended', part);
  const residual = t.add(x, attended).as('residual1', part);
  const again = norm2(residual).as('normalised2', part);
  return t.add(residual, feed(again)).as('block-output', part);
}

/** Tokens laid out as the map that they came from; a map as it is. */
export const asMap = (
  t: Context['t'],
  x: Value,
  [height, width]: readonly [number, number],
): Value =>
  hasRole(x.axes, 'token')
    ? t.split(x, 'token', [
        ['height', height],
        ['width', width],
      ])
    : x;

/** Objection to an `input_resolution` that is not the size of the input. */
export function checkResolution(params: Params, inputs: InputAxes): Text | null {
  const [height, width] = pair(params, 'input_resolution');
  const fits = hasRole(inputs.x, 'token')
    ? height * width === sizeIn(inputs, 'x', 'token')
    : height === sizeIn(inputs, 'x', 'height') && width === sizeIn(inputs, 'x', 'width');
  if (fits) return null;
  return {
    en: `input_resolution is ${height} × ${width}, which is not the size of the input; make them equal.`,
    zh: `input_resolution 为 ${height} × ${width}，与输入大小不符；两者必须一致。`,
  };
}

/** Sides of windows that fit a map as it is, the smaller side standing for all that are larger. */
export const wholeWindows = ([height, width]: readonly [number, number]): readonly number[] =>
  range(1, Math.min(32, Math.max(height, width))).filter((side) => {
    const window = Math.min(side, height, width);
    return height % window === 0 && width % window === 0;
  });

/** Objection to a map that is not cut into whole windows. */
export function checkWhole(
  [height, width]: readonly [number, number],
  window: number,
): Text | null {
  if (window >= 1 && height % window === 0 && width % window === 0) return null;
  return {
    en: `Only whole windows are possible here, but ${height} × ${width} is no multiple of ${window}; choose a window that divides both.`,
    zh: `此处要求整窗口划分，而 ${height} × ${width} 不是 ${window} 的倍数；请选择能整除两边的窗口。`,
  };
}

/** Objection to an `mlp_ratio` below zero. */
export function negativeRatio(params: Params, dim: number): Text | null {
  if (hiddenUnits(dim, num(params, 'mlp_ratio')) >= 1) return null;
  return {
    en: `mlp_ratio is ${params.mlp_ratio}, which leaves fewer hidden units than none; give at least 0.`,
    zh: `mlp_ratio 为 ${params.mlp_ratio}，隐藏层单元数会为负；至少为 0。`,
  };
}

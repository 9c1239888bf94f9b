import type { Value } from '../ops/builder';
import type { Text } from '../trace/text';
import { firstOf } from './arguments';
import { checkWhole, residualPair } from './block';
import type { Context } from './define';
import {
  type DeformableForm,
  deformableAttention,
  deformableWeights,
  type Lattice,
} from './deformable-attention';
import { type PositionTerm, positionWeights } from './deformable-position';
import { convolve } from './maps';
import { layerNorm, mlp, mlpWeights } from './mlp';
import { conv, derived, linear, norm, type Weights } from './weights';
import {
  positionTableWeights,
  tableBias,
  type WindowForm,
  windowAttention,
} from './window-attention';

/** A stage of window, shifted-window and deformable layers. */
export interface StageForm {
  /** Of state_dict keys: `stages.2.`. */
  readonly prefix: string;
  /** Which of several stages, from 0; its offsets have kernels of 9, 7, 5, 3. */
  readonly index: number;
  /** L, S or D for each layer. */
  readonly layers: readonly string[];
  readonly input: number;
  readonly dim: number;
  /** Map that tables and masks are made for. */
  readonly map: readonly [number, number];
  readonly window: number;
  readonly heads: number;
  readonly groups: number;
  readonly stride: number;
  readonly range: number;
  readonly position: PositionTerm;
  readonly noOffsets: boolean;
  readonly expansion: number;
  readonly convolutionalMlp: boolean;
  /** What tells steps and outputs of several stages apart. */
  readonly within: readonly string[];
}

const KERNELS = [9, 7, 5, 3] as const;

/** Centres of cells: as published here, unlike in the later code. */
const centres = (i: number, n: number): number => ((i + 0.5) / n) * 2 - 1;
const lattice: Lattice = { reference: centres, query: centres, halfCell: (n) => 1 / n };

/** Half a window, rounded up. */
const shiftOf = (window: number): number => Math.ceil(window / 2);

/** Where layer d has its weights, and how its steps and outputs are told apart. */
const placeOf = ({ prefix, within, index }: StageForm, d: number) => ({
  attention: `${prefix}attns.${d}`,
  mlp: `${prefix}mlps.${d}`,
  norms: [2 * d, 2 * d + 1].map((n) => `${prefix}layer_norms.${n}.norm`),
  part: [...(within.length > 0 ? [`${index + 1}`] : []), `${d + 1}`].join('.'),
  output: [...within, `${d}`].join('.'),
});

function deformableForm(form: StageForm, d: number): DeformableForm {
  const { attention, part, output } = placeOf(form, d);
  const kernel = KERNELS[form.index];
  return {
    prefix: `${attention}.`,
    heads: form.heads,
    groups: form.groups,
    stride: form.stride,
    kernel,
    padding: Math.floor(kernel / 2),
    lattice,
    reach: form.range > 0 ? form.range : null,
    hold: form.range < 0 ? 'tanh' : undefined,
    position: form.position,
    reshaped: true,
    torch: {
      module: attention,
      positions: `output.1.${output}`,
      references: `output.2.${output}`,
    },
    part,
  };
}

function windowForm(context: Context, form: StageForm, d: number): WindowForm {
  const { attention, part } = placeOf(form, d);
  const window = [form.window, form.window] as const;
  return {
    window,
    shift: form.layers[d] === 'S' ? shiftOf(form.window) : 0,
    heads: form.heads,
    bias: () => tableBias(context, `${attention}.`, window, part),
    qkv: `${attention}.proj_qkv`,
    proj: `${attention}.proj_out`,
    softmax: `${attention}@Tensor.softmax`,
    part,
  };
}

function attentionWeights(form: StageForm, d: number): Weights {
  const { dim, heads, groups, map, stride, window } = form;
  const prefix = `${placeOf(form, d).attention}.`;
  if (form.layers[d] === 'D') {
    return {
      ...deformableWeights(prefix, dim, groups, KERNELS[form.index]),
      ...positionWeights(prefix, form.position, { channel: dim, heads, groups, map, stride }),
    };
  }
  const tokens = window * window;
  const windows = (map[0] * map[1]) / tokens;
  return {
    ...(form.layers[d] === 'S' && { [`${prefix}attn_mask`]: derived([windows, tokens, tokens]) }),
    ...positionTableWeights(prefix, [window, window], heads),
    ...linear(`${prefix}proj_qkv`, dim, 3 * dim, { identity: 'eye' }),
    ...linear(`${prefix}proj_out`, dim, dim, { identity: 'eye' }),
  };
}

function feedWeights(form: StageForm, d: number): Weights {
  const { dim, expansion } = form;
  const { mlp: prefix } = placeOf(form, d);
  const hidden = dim * expansion;
  if (!form.convolutionalMlp) return mlpWeights(`${prefix}.chunk`, dim, hidden, layerNames);
  const asIs = { identity: 'default' } as const;
  return {
    ...conv(`${prefix}.linear1`, dim, hidden, [1, 1], asIs),
    ...conv(`${prefix}.dwc`, hidden, hidden, [3, 3], { groups: hidden, ...asIs }),
    ...conv(`${prefix}.linear2`, hidden, dim, [1, 1], asIs),
  };
}

const layerNames = ['linear1', 'linear2'] as const;

export function stageWeights(form: StageForm): Weights {
  const { prefix, input, dim, layers } = form;
  return Object.assign(
    {},
    input !== dim && conv(`${prefix}proj`, input, dim, [1, 1], { identity: 'eye' }),
    ...layers.flatMap((_, d) => [
      ...placeOf(form, d).norms.map((name) => norm(name, dim)),
      attentionWeights(form, d),
      feedWeights(form, d),
    ]),
  );
}

/** Layer by layer, x ← x + attention of LN x, then x ← x + MLP(LN x): [B, H, W, C] → same. */
export function stage(context: Context, input: Value, form: StageForm): Value {
  const first = form.within.length > 0 ? `${form.index + 1}` : undefined;
  let x =
    form.input === form.dim
      ? input
      : convolve(context, input, `${form.prefix}proj`).as('embedded', first);
  for (const [d, kind] of form.layers.entries()) {
    const { norms, part } = placeOf(form, d);
    const parts = {
      norm1: (y: Value) => layerNorm(context, y, norms[0]),
      attend: (y: Value) =>
        kind === 'D'
          ? deformableAttention(context, y, deformableForm(form, d))
          : windowAttention(context, y, windowForm(context, form, d)),
      norm2: (y: Value) => layerNorm(context, y, norms[1]),
      feed: (y: Value) => feed(context, y, form, d),
    };
    x = residualPair(context.t, x, parts, part);
  }
  return x;
}

/** The perceptron, which may look at the neighbours between its layers. Step of its own: mixed. */
function feed(context: Context, x: Value, form: StageForm, d: number): Value {
  const { mlp: prefix, part } = placeOf(form, d);
  if (!form.convolutionalMlp) return mlp(context, x, `${prefix}.chunk`, part, layerNames);
  const expanded = convolve(context, x, `${prefix}.linear1`).as('expanded', part);
  const mixed = convolve(context, expanded, `${prefix}.dwc`, {
    padding: 1,
    groups: expanded.size('channel'),
  }).as('mixed', part);
  const activated = context.t.gelu(mixed).as('activated', part);
  return convolve(context, activated, `${prefix}.linear2`).as('contracted', part);
}

/** How many ways apart two places of a map can be. */
const offsetsOf = ([height, width]: readonly [number, number]): number =>
  (2 * height - 1) * (2 * width - 1);

/** What a stage cannot compute on a map of some size. */
export function checkStage(form: StageForm, size: readonly [number, number]): Text | null {
  const { layers, dim, heads, groups, window, stride, index, map, expansion } = form;
  const at = form.within.length > 0 ? ` [${index}]` : '';
  const has = (kind: string): boolean => layers.includes(kind);
  const inWindows = has('L') || has('S');
  return firstOf(
    divides(`heads${at}`, heads, dim, channels),
    expansion < 1 && {
      en: `expansion is ${expansion}; give at least 1.`,
      zh: `expansion 为 ${expansion}；至少为 1。`,
    },
    inWindows && checkWhole(size, window),
    has('S') &&
      shiftOf(window) >= window && {
        en: `Half a window of ${window} rounds up to the whole; give shifted layers a window of at least 2.`,
        zh: `窗口 ${window} 的一半进位后等于整个窗口；移位层的窗口至少为 2。`,
      },
    has('S') &&
      (map[0] !== size[0] || map[1] !== size[1]) && {
        en: `fmap_size is ${map[0]} × ${map[1]}, but the map is ${size[0]} × ${size[1]}; the mask of shifted layers needs them equal.`,
        zh: `fmap_size 为 ${map[0]} × ${map[1]}，而特征图为 ${size[0]} × ${size[1]}；移位层的掩码要求两者一致。`,
      },
    has('D') && divides(`groups${at}`, groups, dim, channels),
    has('D') &&
      form.position === 'table' &&
      divides(`groups${at}`, groups, heads, { en: 'heads', zh: '头数' }),
    has('D') &&
      form.position === 'table' &&
      offsetsOf(map) !== offsetsOf(size) && {
        en: `fmap_size is ${map[0]} × ${map[1]}, but the map is ${size[0]} × ${size[1]}, which the table of positions does not fit; make them equal.`,
        zh: `fmap_size 为 ${map[0]} × ${map[1]}，而特征图为 ${size[0]} × ${size[1]}，位置表与之不符；请使两者一致。`,
      },
    has('D') &&
      stride < 1 && {
        en: `stride${at} is ${stride}, but deformable layers need at least 1.`,
        zh: `stride${at} 为 ${stride}，而可变形层要求至少为 1。`,
      },
    has('D') &&
      form.noOffsets && {
        en: 'no_off makes the published class fail in deformable layers; turn it off.',
        zh: 'no_off 会使公开代码的可变形层报错；请关闭。',
      },
    has('D') &&
      form.position === 'fixed' && {
        en: 'fixed_pe makes the published class fail in deformable layers; turn it off, or use_pe, or choose dwc_pe.',
        zh: 'fixed_pe 会使公开代码的可变形层报错；请关闭它或 use_pe，或改用 dwc_pe。',
      },
  );
}

const channels: Text = { en: 'channels', zh: '通道数' };

const divides = (name: string, parts: number, size: number, of: Text): Text | null =>
  parts >= 1 && size % parts === 0
    ? null
    : {
        en: `${name} is ${parts}, which does not divide the ${size} ${of.en}; choose a divisor.`,
        zh: `${name} 为 ${parts}，不能整除${of.zh} ${size}；请取其约数。`,
      };

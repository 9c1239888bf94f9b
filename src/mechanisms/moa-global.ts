import type { Value } from '../ops/builder';
import { axis } from '../trace/axes';
import { mergeHeads } from './attention';
import type { Context } from './define';
import { convolve } from './maps';
import { conv, linear, type Weights } from './weights';
import { attendWithBias, positionTableWeights, tableBias } from './window-attention';

/** Attention between the windows of a map, each of which is one token. */
export interface GlobalForm {
  /** Of state_dict keys: `glb_attn.`. */
  readonly prefix: string;
  readonly dim: number;
  readonly heads: number;
  /** Side of a window. */
  readonly window: number;
  /** Side of the square map. */
  readonly side: number;
  /** Channels that a window is flattened with. */
  readonly reduced: number;
  readonly bias: boolean;
  readonly scale: number | null;
  /** The paper's windows; otherwise views of memory as published. */
  readonly clean: boolean;
  readonly part?: string;
}

/** Pixels that a key sees beyond its window, on every side. */
const OVERLAP = 1;

const windowsAcross = ({ side, window }: GlobalForm): number => Math.floor(side / window);

export function globalWeights(form: GlobalForm): Weights {
  const { prefix, dim, heads, window, reduced, bias } = form;
  const [across, wide] = [windowsAcross(form), window + 2 * OVERLAP];
  return {
    ...conv(`${prefix}pre_conv`, dim, reduced, [1, 1]),
    ...positionTableWeights(prefix, [across, across], heads),
    ...linear(`${prefix}q`, reduced * window ** 2, dim, { bias }),
    ...linear(`${prefix}kv`, reduced * wide ** 2, 2 * dim, { bias }),
    ...linear(`${prefix}proj`, dim, dim),
  };
}

/**
 * Result for every window: [B, H, W, C] → [batch, query (a window), channel].
 * Steps: viewed, reduced, windows, overlapping, query, key, value, those of the attention, global.
 */
export function globalAttention(context: Context, x: Value, form: GlobalForm): Value {
  const { t, weights: w } = context;
  const { prefix, dim, part } = form;
  const across = windowsAcross(form);

  const map = form.clean ? x : channelsFirst(t, x).as('viewed', part);
  const reduced = convolve(context, map, `${prefix}pre_conv`).as('reduced', part); // [B, H, W, c]
  const queries = windowTokens(context, reduced, form); // [B, L², w²c]
  const keys = overlappingTokens(context, reduced, form); // [B, L², (w+2)²c]

  const halves = (packed: Value | undefined): (Value | undefined)[] =>
    packed ? t.parts(packed, 'output', [dim, dim]) : [];
  const [wk, wv] = t.parts(w[`${prefix}kv.weight`], 'output', [dim, dim]);
  const [bk, bv] = halves(w[`${prefix}kv.bias`]);
  const query = t.linear(queries, w[`${prefix}q.weight`], w[`${prefix}q.bias`]).as('query', part);
  const key = t.linear(keys, wk, bk).as('key', part);
  const value = t.linear(keys, wv, bv).as('value', part);

  const bias = () => tableBias(context, prefix, [across, across], part);
  const attention = { heads: form.heads, scale: form.scale, bias, part };
  const { weights, context: sum } = attendWithBias(t, query, key, value, attention);
  weights.torch(`${prefix}softmax`, ['batch', 'head', 'query', 'key']);
  return t
    .linear(mergeHeads(t, sum), w[`${prefix}proj.weight`], w[`${prefix}proj.bias`])
    .as('global', part); // [B, L², C]
}

/** Memory [B, H·W, C] read as [B, C, H, W], which mixes places with channels. */
export function channelsFirst(t: Context['t'], x: Value): Value {
  const of = (role: 'batch' | 'height' | 'width' | 'channel') => axis(role, x.size(role));
  const viewed = t.reinterpret(x, [of('batch'), of('channel'), of('height'), of('width')]);
  return t.transpose(viewed, ['batch', 'height', 'width', 'channel']);
}

/** Every window as one vector: [batch, query, channel w²·c]. */
function windowTokens({ t }: Context, x: Value, form: GlobalForm): Value {
  const { window, part } = form;
  const windows = t.windows(x, [window, window]).as('windows', part); // [B, L², w², c]
  const flat = t.merge(windows, ['token', 'channel'], 'channel');
  return asTokens(t, t.rename(flat, { window: 'query' }), 'query', form);
}

/** Every window and a border round it as one vector: [batch, key, channel c·(w+2)²]. */
function overlappingTokens({ t }: Context, x: Value, form: GlobalForm): Value {
  const { window, part } = form;
  const kernel = window + 2 * OVERLAP;
  const regions = t.unfold(x, { kernel, stride: window, padding: OVERLAP }).as('overlapping', part); // [B, L², (w+2)², c]
  const ordered = t.transpose(regions, ['batch', 'query', 'channel', 'key']);
  const flat = t.merge(ordered, ['channel', 'key'], 'channel');
  return asTokens(t, t.rename(flat, { query: 'key' }), 'key', form);
}

/** As published, the windows' vectors lie in columns, but are cut off in rows. */
function asTokens(t: Context['t'], flat: Value, role: 'query' | 'key', form: GlobalForm): Value {
  const across = windowsAcross(form);
  const places = { kind: 'grid', height: across, width: across } as const;
  if (form.clean) return t.rename(flat, {}, { [role]: { places } });
  const columns = t.transpose(flat, ['batch', 'channel', role]);
  return t.reinterpret(columns, [
    axis('batch', flat.size('batch')),
    axis(role, flat.size(role), { places }),
    axis('channel', flat.size('channel')),
  ]);
}

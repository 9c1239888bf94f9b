import { axisOf, hasRole } from './axes';
import type { Node } from './graph';

/** How values become colours. */
export type Scale = 'linear' | 'log';

/** Shares among more keys than this are too small to be seen beside the largest. */
const manyKeys = 128;

/** The scale on which a node's values are seen best: shares of many keys and spectra span decades. */
export function usualScale({ axes, step }: Pick<Node, 'axes' | 'step'>): Scale {
  const isShare = step?.text.role === 'weights';
  const spread = isShare && hasRole(axes, 'key') && axisOf(axes, 'key').size > manyKeys;
  const spectral = hasRole(axes, 'frequency-y') && step?.text.role !== 'gate';
  return spread || spectral ? 'log' : 'linear';
}

import type { Translate } from '../../../i18n';
import type { Mechanism } from '../../../mechanisms/define';
import type { Facts } from '../../../state/facts';
import { bothShapes, type Sizes } from '../../../state/sizes';
import type { Reading } from '../../../state/stopwatch';
import type { Axis } from '../../../trace/axes';
import type { Reach } from '../../../trace/reach';
import { formatMilliseconds } from '../../format';

const times = (a: number, b: number): string => `${a} × ${b}`;

/** `window of 7 × 7, shifted`. */
export function reachWords(reach: Reach, t: Translate): string {
  switch (reach.kind) {
    case 'window': {
      const size = times(...reach.size);
      if (reach.every) return t('choose.table.reaches.spread', { size, every: reach.every });
      if (reach.halo) return t('choose.table.reaches.halo', { size, halo: reach.halo });
      return t(`choose.table.reaches.${reach.shifted ? 'shifted' : 'window'}`, { size });
    }
    case 'neighbours':
      return t('choose.table.reaches.neighbours', { size: times(...reach.size) });
    case 'near':
    case 'block':
      return t(`choose.table.reaches.${reach.kind}`, { size: reach.size });
    case 'sampled':
      return t('choose.table.reaches.sampled', { points: reach.points.toLocaleString('en') });
    default:
      return t(`choose.table.reaches.${reach.kind}`);
  }
}

/** `8 × 1024 × 1024`: the axes of the largest attention, without those of one position. */
export function shapeWords(axes: readonly Axis[]): string {
  const sizes = axes.map(({ size }) => size).filter((size) => size > 1);
  return sizes.length > 0 ? sizes.join(' × ') : axes.length > 0 ? '1' : '';
}

/** `49 of 1,024`. */
export const seenWords = ({ seen, positions }: Facts, t: Translate): string =>
  t('choose.table.seen', {
    seen: Math.round(seen).toLocaleString('en'),
    positions: positions.toLocaleString('en'),
  });

/** How a mechanism takes a size of the other shape, or nothing where it takes it as it is. */
export function takenAs({ inputs }: Mechanism, sizes: Sizes, t: Translate): string | undefined {
  const ofMaps = Object.values(inputs).some(({ from, optional }) => from === 'image' && !optional);
  if (ofMaps === (sizes.shape === 'map')) return undefined;
  const { tokens, height, width } = bothShapes(sizes);
  return ofMaps
    ? t('choose.table.asMap', { size: times(height, width) })
    : t('choose.table.asTokens', { tokens: tokens.toLocaleString('en') });
}

export const overWords = ({ attendsOver }: Mechanism, t: Translate): string =>
  attendsOver.map((name) => t(`plate.attends.${name}`)).join(t('listComma'));

/** `wasm, 2 threads`. */
export const deviceWords = ({ backend, threads }: Reading['device'], t: Translate): string =>
  threads ? `${backend}, ${t('backend.threads', { count: threads })}` : backend;

/** Milliseconds to a hundredth where there are few: what is compared may differ by little. */
export const timeWords = (ms: number): string =>
  ms < 10 ? `${ms.toFixed(2)}\u202fms` : formatMilliseconds(ms);

/** `map of 32 × 32, 64 channels, 8 heads`. */
export function sizeWords(sizes: Sizes, t: Translate): string {
  const { shape, tokens, height, width, channels, heads } = sizes;
  return shape === 'map'
    ? t('choose.table.atMap', { size: times(height, width), channels, heads })
    : t('choose.table.atSequence', { tokens, channels, heads });
}

import { type InputChoice, suits } from '../inputs/choice';
import { catalogue, mechanismById } from '../mechanisms/catalogue';
import type { Mechanism, Params } from '../mechanisms/define';
import type { Text } from '../trace/text';
import type { CompareView } from './compare-view';
import type { Weights } from './view';

/** One side of a ready-made pair: a mechanism as its example has it, but for these. */
interface Half {
  readonly mechanism: string;
  readonly params?: Params;
  readonly step?: string;
}

/** Two mechanisms that explain each other, on an input that shows it. */
export interface Pair {
  readonly id: string;
  readonly name: Text;
  readonly first: Half;
  readonly second: Half;
  readonly input: InputChoice;
  readonly weights: Pick<Weights, 'kind' | 'seed'>;
  /** A pixel of the photograph whose query is picked. */
  readonly pin?: { readonly step: string; readonly index: readonly number[] };
}

const cat = { kind: 'image', image: 'chelsea', height: 32, width: 32 } as const;
const random = { kind: 'pytorch', seed: 1 } as const;

export const pairs: readonly Pair[] = [
  {
    id: 'cbam-eca',
    name: { en: 'CBAM × ECA', zh: 'CBAM × ECA' },
    first: { mechanism: 'cbam', step: 'channel-gate' },
    second: { mechanism: 'eca', step: 'gate' },
    input: { ...cat, channels: 32 },
    weights: random,
  },
  {
    id: 'full-shifted',
    name: { en: 'Full × shifted windows', zh: '全局 × 移位窗口' },
    first: { mechanism: 'sdpa', step: 'weights' },
    second: { mechanism: 'swin-shifted', step: 'weights' },
    input: { ...cat, channels: 16 },
    weights: { kind: 'identity', seed: 1 },
    // A cat's left pupil.
    pin: { step: 'weights', index: [0, 12 * 32 + 10, 14 * 32 + 25] },
  },
  {
    id: 'se-eca',
    name: { en: 'SE × ECA', zh: 'SE × ECA' },
    first: { mechanism: 'se', step: 'gate' },
    second: { mechanism: 'eca', step: 'gate' },
    input: { ...cat, channels: 32 },
    weights: random,
  },
  {
    id: 'external',
    name: { en: 'External attention: paper × short form', zh: '外部注意力：论文 × 简化写法' },
    first: { mechanism: 'external', step: 'weights' },
    second: { mechanism: 'external', params: { variant: 'slots' } },
    input: { ...cat, channels: 32 },
    weights: random,
  },
];

/** A half with the settings of its mechanism's example. */
export function settingsOf({ mechanism, params, step }: Half): CompareView & { gain: number } {
  const example = mechanismById(mechanism)?.example;
  return {
    mechanism,
    params: { ...example?.params, ...params },
    gain: example?.gain ?? 1,
    step: step ?? example?.step ?? null,
  };
}

/** What a mechanism is compared with until something else is chosen. */
export function usualPartner(first: Mechanism, input: InputChoice): Mechanism {
  const ready = pairs
    .flatMap(({ first: a, second: b }) => [
      [a.mechanism, b.mechanism],
      [b.mechanism, a.mechanism],
    ])
    .filter(([from, to]) => from === first.id && to !== first.id)
    .map(([, to]) => mechanismById(to));
  const relatives = catalogue.filter((m) => m.family === first.family && m.id !== first.id);
  return [...ready, ...relatives].find((m) => m && suits(input, m)) ?? first;
}

/** The second side in full: what was chosen, or the usual partner of the first as its example has it. */
export function secondOf(state: {
  readonly mechanism: string;
  readonly input: InputChoice;
  readonly compare: CompareView;
}): CompareView {
  const { compare } = state;
  const first = mechanismById(state.mechanism);
  if (compare.mechanism || !first) return compare;
  const partner = usualPartner(first, state.input).id;
  return { ...compare, ...settingsOf({ mechanism: partner }) };
}

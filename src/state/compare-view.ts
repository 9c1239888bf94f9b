import { mechanismById } from '../mechanisms/catalogue';
import type { Params } from '../mechanisms/define';
import type { Section } from './section';
import { decodeParams, encodeParams, gainSchema } from './url-params';
import { encodeSelection, parseSelection } from './url-selection';
import type { Selection } from './view';

/** The second of two mechanisms on the same input; the first is the one that is open. */
export interface CompareView {
  /** Empty while none was chosen: then it is the usual partner of the first. */
  readonly mechanism: string;
  readonly params: Params;
  /** Factor on its random weights; 1 when left out. */
  readonly gain?: number;
  /** Its step; chosen to go with that of the first when left out. */
  readonly step?: string | null;
  readonly selection?: Selection;
  /** Each side has colours of its own range, not one range for both. */
  readonly own?: boolean;
  /** Whole matrices instead of where one query looks. */
  readonly whole?: boolean;
  /** Settings that both have move together. */
  readonly linked?: boolean;
}

const prefix = 'b.';
/** Words of the key `cmp`. */
const switches = ['own', 'whole', 'linked'] as const satisfies readonly (keyof CompareView)[];

/** In the address as `b=cbam&b.reduction=8&bw=2&bstep=channel-gate&bsel=head:1&cmp=own,linked`. */
export const compareSection: Section<CompareView> = {
  usual: { mechanism: '', params: {} },

  encode(view) {
    const on = switches.filter((name) => view[name]).join();
    const entries: (readonly [string, string])[] = on ? [['cmp', on]] : [];
    if (!view.mechanism) return entries;
    const { mechanism, params, gain = 1, step, selection = {} } = view;
    const more = { bw: gain === 1 ? '' : `${gain}`, bstep: step, bsel: encodeSelection(selection) };
    for (const [key, text] of Object.entries(more)) if (text) entries.push([key, text]);
    return [['b', mechanism], ...encodeParams(prefix, params), ...entries];
  },

  decode(query) {
    let problem = false;
    const fail = () => {
      problem = true;
    };
    const words = query.get('cmp')?.split(',') ?? [];
    if (words.some((word) => !switches.some((name) => name === word))) fail();
    const chosen = switches.filter((name) => words.includes(name));
    const flags = Object.fromEntries(chosen.map((name) => [name, true]));
    const id = query.get('b');
    const mechanism = id === null ? undefined : mechanismById(id);
    if (!mechanism) {
      if (id !== null || [...query.keys()].some((key) => key.startsWith(prefix))) fail();
      return { value: { ...compareSection.usual, ...flags }, problem };
    }
    const gainText = query.get('bw');
    const gain = gainSchema.safeParse(gainText === null ? 1 : Number(gainText || Number.NaN));
    const selection = parseSelection(query.get('bsel') ?? '');
    if (!gain.success || !selection) fail();
    const value: CompareView = {
      mechanism: mechanism.id,
      params: decodeParams(query, prefix, mechanism, fail),
      ...(gain.success && gain.data !== 1 ? { gain: gain.data } : {}),
      ...(query.get('bstep') ? { step: query.get('bstep') } : {}),
      ...(selection && Object.keys(selection).length > 0 ? { selection } : {}),
      ...flags,
    };
    return { value, problem };
  },
};

import type { Params } from '../mechanisms/define';
import type { Section } from './section';

/** The second of two mechanisms on the same input; the first is the one that is open. */
export interface CompareView {
  readonly mechanism: string;
  readonly params: Params;
}

export const compareSection: Section<CompareView> = {
  usual: { mechanism: 'dot-product', params: {} },
  encode: () => [],
  decode: () => ({ value: compareSection.usual, problem: false }),
};

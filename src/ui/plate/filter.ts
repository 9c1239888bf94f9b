import { fits } from '../../inputs/choice';
import type { Mechanism } from '../../mechanisms/define';
import { costClassOf, families, type PlateFilter } from '../../state/plate-filter';
import { searchMechanisms } from '../catalogue/search';

/** Multiply–accumulates by mechanism id, as far as they are known. */
export type Costs = ReadonlyMap<string, number>;

/** The year of a mechanism's first paper, which its tile shows. */
export const yearOf = (mechanism: Mechanism): number | undefined => mechanism.papers[0]?.year;

/** First and last year of all papers shown. */
export function yearsOf(all: readonly Mechanism[]): readonly number[] {
  const years = new Set(all.flatMap((mechanism) => yearOf(mechanism) ?? []));
  return [...years].sort((a, b) => a - b);
}

/**
 * The mechanisms that pass everything that a filter sets, in the order of the catalogue. A cost that is not
 * known yet does not exclude; a mechanism without a paper has no year and passes no range of years.
 */
export function filterMechanisms(
  all: readonly Mechanism[],
  { find = '', family, over, takes, from, to, cost }: PlateFilter,
  costs: Costs,
): readonly Mechanism[] {
  const inYears = (year: number | undefined): boolean =>
    (from === undefined && to === undefined) ||
    (year !== undefined && year >= (from ?? year) && year <= (to ?? year));
  const costsAs = (id: string): boolean => {
    const macs = costs.get(id);
    return cost === undefined || macs === undefined || costClassOf(macs) === cost;
  };
  return searchMechanisms(all, find).filter(
    (mechanism) =>
      (family === undefined || mechanism.family === family) &&
      (over === undefined || mechanism.attendsOver.includes(over)) &&
      (takes === undefined || fits(takes, mechanism.inputs)) &&
      inYears(yearOf(mechanism)) &&
      costsAs(mechanism.id),
  );
}

/** Mechanisms by family, in the order of the atlas; families without any are left out. */
export const byFamily = (found: readonly Mechanism[]) =>
  families
    .map((family) => ({ family, members: found.filter((m) => m.family === family) }))
    .filter(({ members }) => members.length > 0);

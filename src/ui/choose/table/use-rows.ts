import { useCallback, useMemo } from 'react';
import { catalogue } from '../../../mechanisms/catalogue';
import type { Order } from '../../../state/choose-table';
import { useAtlas } from '../../atlas-context';
import { filterMechanisms } from '../../plate/filter';
import { useT, useText } from '../../use-text';
import { useFacts } from '../use-facts';
import { type Row, sorted } from './rows';
import { useTimings } from './use-timings';
import { overWords } from './words';

/** The rows of the table as they are filtered and ordered, and what they are waiting for. */
export function useRows() {
  const t = useT();
  const text = useText();
  const sizes = useAtlas((s) => s.choose.sizes);
  const { order, hiddenRows } = useAtlas((s) => s.choose.table);
  const filter = useAtlas((s) => s.filter);
  const facts = useFacts(catalogue, sizes);
  // Times belong to the size that the other columns show.
  const timings = useTimings(facts.sizes ?? sizes);

  const wordsIn = useCallback(
    ({ mechanism }: Row, by: Order['by']): string => {
      if (by === 'over') return overWords(mechanism, t);
      return by === 'complexity' ? mechanism.complexity : text(mechanism.name);
    },
    [t, text],
  );
  const rows = useMemo(() => {
    const found = filterMechanisms(catalogue, { ...filter, cost: undefined }, new Map());
    const shown = found.filter(({ id }) => !hiddenRows.includes(id));
    return sorted(
      shown.map((mechanism) => ({
        mechanism,
        ...facts.known.get(mechanism.id),
        reading: timings.readingOf(mechanism),
      })),
      order,
      wordsIn,
    );
  }, [filter, hiddenRows, facts, timings, order, wordsIn]);

  return { rows, timings, sizes: facts.sizes ?? sizes, busy: facts.sizes !== sizes };
}

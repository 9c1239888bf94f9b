import { useEffect, useState } from 'react';
import type { Mechanism } from '../../mechanisms/define';
import type { Facts } from '../../state/facts';
import { textOf } from '../../state/runner';
import type { Sizes } from '../../state/sizes';
import type { Text } from '../../trace/text';
import { usePlanner } from './use-planner';

/** What is known of a mechanism at a size: its facts, or why it takes no such size. */
export interface Known {
  readonly facts?: Facts;
  readonly failure?: Text;
}

export interface FactsHere {
  readonly known: ReadonlyMap<string, Known>;
  /** The size that is known, which is the one asked for once everything is planned. */
  readonly sizes: Sizes | null;
}

const rank = () => 0;

/** The facts of mechanisms at a size, by id; those of the size before until all are known. */
export function useFacts(mechanisms: readonly Mechanism[], sizes: Sizes): FactsHere {
  const planner = usePlanner();
  const [here, setHere] = useState<FactsHere>({ known: new Map(), sizes: null });

  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const look = async (mechanism: Mechanism): Promise<[string, Known]> => {
      try {
        return [mechanism.id, { facts: await planner.facts(mechanism, sizes, { rank, signal }) }];
      } catch (error) {
        signal.throwIfAborted();
        return [mechanism.id, { failure: textOf(error) }];
      }
    };
    Promise.all(mechanisms.map(look)).then(
      (entries) => {
        if (!signal.aborted) setHere({ known: new Map(entries), sizes });
      },
      // Nobody waits for a size that was left.
      () => undefined,
    );
    return () => abort.abort();
  }, [planner, mechanisms, sizes]);

  return here;
}

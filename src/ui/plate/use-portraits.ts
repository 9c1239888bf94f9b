import { useEffect, useMemo, useState } from 'react';
import { Background } from '../../engine/background';
import type { Engine } from '../../engine/protocol';
import { catalogue } from '../../mechanisms/catalogue';
import { textOf } from '../../state/runner';
import type { Text } from '../../trace/text';
import { useAtlas, useAtlasServices } from '../atlas-context';
import { type Portrait, Studio } from './studio';

/** What is known of a mechanism's tile; the portrait of an earlier input stays until the new one is there. */
export interface TileState {
  readonly portrait?: Portrait;
  /** Why there is no portrait. */
  readonly failure?: Text;
  /** Computed for the input and the weights as they are now. */
  readonly current: boolean;
}

export interface Portraits {
  readonly tiles: ReadonlyMap<string, TileState>;
  readonly costs: ReadonlyMap<string, number>;
}

/** One studio for each engine, so that what was computed outlives a visit to another page. */
const studios = new WeakMap<Engine, Studio>();

function studioOf(engine: Engine): Studio {
  const studio = studios.get(engine) ?? new Studio(new Background());
  studios.set(engine, studio);
  return studio;
}

const ranks = { seen: 0, unseen: 1, cost: 2 } as const;

/**
 * Computes the portraits of all mechanisms on the present input, one after the other: those that are seen
 * first, none while the person's own run is under way.
 * @param seen ids of the tiles on the screen.
 */
export function usePortraits(seen: ReadonlySet<string>): Portraits {
  const { engine } = useAtlasServices();
  const studio = studioOf(engine);
  const input = useAtlas((s) => s.input);
  const weights = useAtlas((s) => s.weights);
  const own = useAtlas((s) => s.ownImage?.blob ?? null);
  const running = useAtlas((s) => s.status.phase === 'running');
  const [tiles, setTiles] = useState<Portraits['tiles']>(new Map());
  const [costs, setCosts] = useState<Portraits['costs']>(new Map());

  useEffect(() => (running ? studio.background.hold() : undefined), [studio, running]);
  useEffect(() => () => studio.background.rest(), [studio]);

  useEffect(() => {
    studio.takeImage(own);
    const abort = new AbortController();
    const { signal } = abort;
    const put = (id: string, state: Omit<TileState, 'current'>) => {
      if (signal.aborted) return;
      setTiles((before) => new Map(before).set(id, { ...state, current: true }));
    };
    setTiles(
      (before) =>
        new Map([...before].map(([id, state]) => [id, { ...state, current: false }] as const)),
    );
    for (const mechanism of catalogue) {
      const { id } = mechanism;
      const rank = () => (seen.has(id) ? ranks.seen : ranks.unseen);
      studio.portrait(mechanism, { input, weights }, { rank, signal }).then(
        (portrait) => put(id, { portrait }),
        (error) => put(id, { failure: textOf(error) }),
      );
    }
    return () => abort.abort();
  }, [studio, input, weights, own, seen]);

  useEffect(() => {
    const abort = new AbortController();
    const patience = { rank: () => ranks.cost, signal: abort.signal };
    for (const mechanism of catalogue) {
      studio.cost(mechanism, patience).then(
        (macs) => {
          if (macs === undefined || abort.signal.aborted) return;
          setCosts((before) => new Map(before).set(mechanism.id, macs));
        },
        // Without it the tile says nothing of its cost.
        () => undefined,
      );
    }
    return () => abort.abort();
  }, [studio]);

  return useMemo(() => ({ tiles, costs }), [tiles, costs]);
}

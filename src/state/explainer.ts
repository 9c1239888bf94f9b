import type { Engine } from '../engine/protocol';
import { isCellOf, stepsOf } from './steps';
import type { AtlasStore } from './store';

/** Asks for the arithmetic of the pinned cell whenever pin or run change; the one before stays until then. */
export function connectExplainer(store: AtlasStore, engine: Pick<Engine, 'explain'>): () => void {
  let latest = 0;
  return store.subscribe(
    ({ pin, summary }) => ({ pin, summary }),
    async ({ pin, summary }) => {
      const mine = ++latest;
      const step = pin && summary && stepsOf(summary.graph).find((s) => s.key === pin.step);
      if (!pin || !summary || !step || !isCellOf(step.node, pin.index)) {
        store.setState({ explanation: null });
        return;
      }
      try {
        const expression = await engine.explain(summary.run, step.node.id, pin.index);
        if (mine === latest) store.setState({ explanation: { run: summary.run, pin, expression } });
      } catch {
        // A run that is gone has a successor, which asks again.
        if (mine === latest) store.setState({ explanation: null });
      }
    },
    {
      equalityFn: (a, b) => a.pin === b.pin && a.summary === b.summary,
      fireImmediately: true,
    },
  );
}

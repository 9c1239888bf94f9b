import type { Params } from '../../mechanisms/define';
import type { Atlas } from '../../state/atlas';
import { sharedParams } from '../../state/compare-actions';
import type { AtlasState } from '../../state/store';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The parameters of a mechanism that were set anew or let go. */
function changedIn(now: Params, before: Params): Params {
  const names = Object.keys({ ...before, ...now }).filter((n) => !same(now[n], before[n]));
  return Object.fromEntries(names.map((name) => [name, now[name]]));
}

/**
 * While settings are locked together, what is set on one side is set on the other, as far as it has a
 * parameter of that name.
 * @param follows whether the second side is taking up a change of the first, which is nobody's setting
 * @returns a function that ends it
 */
export function connectLink(
  first: Pick<Atlas, 'store'>,
  second: Pick<Atlas, 'store' | 'actions'>,
  follows: () => boolean = () => false,
): () => void {
  let following = false;
  const along = (to: Pick<Atlas, 'store'>) => (state: AtlasState, before: AtlasState) => {
    if (following || !first.store.getState().compare.linked) return;
    // Both at once were swapped, opened or restored.
    if (follows() || state.compare !== before.compare) return;
    if (state.mechanism !== before.mechanism) return;
    const params = changedIn(state.params, before.params);
    const gained = state.weights.gain !== before.weights.gain;
    if (Object.keys(params).length === 0 && !gained) return;
    const other = to.store.getState();
    const shared = sharedParams({ mechanism: state.mechanism, params }, other.mechanism);
    // A parameter that was let go returns to its default on both sides.
    const set = Object.entries({ ...other.params, ...shared }).filter(([, v]) => v !== undefined);
    following = true;
    to.store.setState({
      params: Object.fromEntries(set),
      ...(gained ? { weights: { ...other.weights, gain: state.weights.gain } } : {}),
    });
    following = false;
  };
  const stops = [first.store.subscribe(along(second)), second.store.subscribe(along(first))];
  return () => {
    for (const stop of stops) stop();
  };
}

import { defaultInputFor, suits } from '../inputs/choice';
import { mechanismById } from '../mechanisms/catalogue';
import type { Params } from '../mechanisms/define';
import { type Pair, secondOf, settingsOf } from './compare-pairs';
import type { CompareView } from './compare-view';
import type { AtlasState, AtlasStore } from './store';

export type SideName = 'first' | 'second';

const unfocused = { pin: null, region: null, hovered: null } as const;

/** The settings of a side that the other mechanism has too, by name; what follows from the input is no setting. */
export function sharedParams(
  from: { readonly mechanism: string; readonly params: Params },
  to: string,
): Params {
  const [own, other] = [mechanismById(from.mechanism), mechanismById(to)];
  return Object.fromEntries(
    Object.entries(from.params).filter(([name]) => {
      const [a, b] = [own?.params[name], other?.params[name]];
      return a && b && a.kind === b.kind && !b.follows;
    }),
  );
}

/** What can be done to two sides at once; all of it is a change of the first side's state. */
export function createCompareActions(store: AtlasStore) {
  const get = store.getState;
  const setCompare = (compare: Partial<CompareView>) =>
    store.setState((s) => ({ compare: { ...secondOf(s), ...compare } }));

  const actions = {
    /** Switches of the page. */
    set: (part: Pick<CompareView, 'own' | 'whole' | 'linked'>) =>
      store.setState((s) => ({ compare: { ...s.compare, ...part } })),

    /** Opens a mechanism as its example has it; an input that it cannot take is changed if the other side allows. */
    choose(side: SideName, id: string) {
      const state = get();
      const mechanism = mechanismById(id);
      if (!mechanism) return;
      const other = mechanismById(side === 'first' ? secondOf(state).mechanism : state.mechanism);
      const own = defaultInputFor(mechanism);
      const input =
        suits(state.input, mechanism) || !other || !suits(own, other) ? state.input : own;
      const { params, gain, step = null } = settingsOf({ mechanism: id });
      if (side === 'second') {
        setCompare({ mechanism: id, params, gain, step, selection: {} });
        store.setState({ input });
        return;
      }
      const weights = { ...state.weights, gain };
      const compare = secondOf(state);
      const opened = { mechanism: id, params, step, input, weights, selection: {}, compare };
      store.setState({ ...opened, ...unfocused });
    },

    openPair({ first, second, input, weights, pin }: Pair) {
      const { gain, params, step = null } = settingsOf(first);
      const state: Partial<AtlasState> = {
        page: 'compare',
        playing: false,
        mechanism: first.mechanism,
        params,
        input,
        weights: { ...weights, gain },
        step,
        selection: {},
        compare: settingsOf(second),
        ...unfocused,
        // A pin of its own, so that it counts as a new one.
        pin: pin ? { ...pin } : null,
      };
      store.setState(state);
    },

    /** The first becomes the second, and the other way round. */
    swap() {
      const state = get();
      const second = secondOf(state);
      const { mechanism, params, weights, step, selection } = state;
      store.setState({
        mechanism: second.mechanism,
        params: second.params,
        weights: { ...weights, gain: second.gain ?? 1 },
        step: second.step ?? null,
        selection: second.selection ?? {},
        compare: { ...second, mechanism, params, gain: weights.gain, step, selection },
        ...unfocused,
      });
    },

    /** What one side has set and the other has too. */
    shared(from: SideName): Params {
      const state = get();
      const second = secondOf(state);
      return from === 'first'
        ? sharedParams(state, second.mechanism)
        : sharedParams(second, state.mechanism);
    },

    /** Sets on the other side what one side has set, as far as both have it, and the gain. */
    copy(from: SideName) {
      const state = get();
      const second = secondOf(state);
      const params = actions.shared(from);
      if (from === 'first')
        setCompare({ params: { ...second.params, ...params }, gain: state.weights.gain });
      else
        store.setState({
          params: { ...state.params, ...params },
          weights: { ...state.weights, gain: second.gain ?? 1 },
        });
    },
  };
  return actions;
}

export type CompareActions = ReturnType<typeof createCompareActions>;

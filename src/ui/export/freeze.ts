import type { Engine } from '../../engine/protocol';
import type { Atlas } from '../../state/atlas';
import { type AtlasState, createAtlasStore } from '../../state/store';
import { viewOf } from '../../state/view';

/** The atlas as it is at this moment, for figures on their way into a file. */
export interface Frozen {
  readonly frozen: Atlas;
  /** How many answers of the engine its figures wait for. */
  readonly waiting: () => number;
}

/** What figures mark and are zoomed to. */
export type Marks = Pick<AtlasState, 'pin' | 'explanation' | 'region'>;

/**
 * A copy that nothing changes any more: what the person does meanwhile does not get into the file.
 * @param step that its figures show
 */
export function freeze(atlas: Atlas, step: string, marks: Marks): Frozen {
  const state = atlas.store.getState();
  const store = createAtlasStore(viewOf(state));
  store.setState({ ...state, ...marks, step, hovered: null, playing: false });

  let waiting = 0;
  const counted = <T>(answer: Promise<T>): Promise<T> => {
    waiting++;
    // Whoever waits for the answer hears of it before it stops to count.
    const done = () => setTimeout(() => waiting--);
    answer.then(done, done);
    return answer;
  };
  const { engine } = atlas;
  const listening: Pick<Engine, 'view' | 'picture' | 'data'> = {
    view: (...request) => counted(engine.view(...request)),
    picture: (...request) => counted(engine.picture(...request)),
    data: (...request) => counted(engine.data(...request)),
  };
  const frozen = { ...atlas, store, engine: Object.assign(Object.create(engine), listening) };
  return { frozen, waiting: () => waiting };
}

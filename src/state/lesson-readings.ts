import type { Background } from '../engine/background';
import { type Engine, type RunRequest, Superseded } from '../engine/protocol';
import { secondOf } from './compare-pairs';
import { type Reading, type Readings, readingOf } from './lesson-measure';
import { type Picture, pictureOf } from './lesson-view';
import { localeOf } from './preferences';
import { makeRequest, requestOf } from './request';
import type { AtlasState, AtlasStore } from './store';

type Source = Pick<Engine, 'plan' | 'explain' | 'data'>;

/** Readings of what is on the screen. Of a run that is not there they wait for nothing: they fail. */
export function readingsNow(store: AtlasStore, engine: Source, background: Background): Readings {
  const state = () => store.getState();
  return {
    planned: () => engine.plan(requestOf(state())),
    async first() {
      const { summary } = state();
      if (!summary) throw new Error('nothing has been computed yet');
      return readingOf(engine, summary);
    },
    second: () => behind(background, second(state())),
    plan: (view) => planOf(engine, pictureOf(view, localeOf(state()))),
  };
}

/** Readings of a step's own view, whatever the reader has made of it meanwhile. */
export function readingsOf(
  own: Picture,
  store: AtlasStore,
  engine: Source,
  background: Background,
): Readings {
  const request = makeRequest(own).request;
  return {
    planned: () => engine.plan(request),
    async first() {
      const { summary } = store.getState();
      return summary && JSON.stringify(summary.request) === JSON.stringify(request)
        ? unlessReplaced(readingOf(engine, summary), () => behind(background, request))
        : behind(background, request);
    },
    second: () => behind(background, second(own)),
    plan: (view) => planOf(engine, pictureOf(view, localeOf(store.getState()))),
  };
}

/** The second mechanism of a comparison, on the same input and with the same choice of weights. */
const second = (
  view: Pick<AtlasState, 'mechanism' | 'compare' | 'input' | 'weights'>,
): RunRequest => {
  const { mechanism, params, gain = 1 } = secondOf(view);
  return makeRequest({ mechanism, params, input: view.input, weights: { ...view.weights, gain } })
    .request;
};

const planOf = (engine: Source, own: Picture): Promise<Reading['planned']> =>
  engine.plan(makeRequest(own).request);

/** Reads from a run; once another has taken its place, from one like it. */
const unlessReplaced = (reading: Reading, another: () => Promise<Reading>): Reading => {
  const either = <T>(read: (from: Reading) => Promise<T>): Promise<T> =>
    read(reading).catch(async (error: unknown) => {
      if (!(error instanceof Superseded)) throw error;
      return read(await another());
    });
  return {
    planned: reading.planned,
    cell: (node, index) => either((from) => from.cell(node, index)),
    data: (node) => either((from) => from.data(node)),
  };
};

/** A run beside the one on the screen; it is made again for every number that is read. */
async function behind(background: Background, request: RunRequest): Promise<Reading> {
  const rank = () => 0;
  const read = <T>(get: (reading: Reading) => Promise<T>): Promise<T> =>
    background.run({
      request,
      rank,
      read: (engine, summary) => get(readingOf(engine, summary)),
    });
  return {
    planned: await background.plan(request, { rank }),
    cell: (node, index) => read((reading) => reading.cell(node, index)),
    data: (node) => read((reading) => reading.data(node)),
  };
}

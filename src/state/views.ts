/**
 * Views that figures ask for, each fetched once per run however many figures show it. The ones on
 * screen are fetched for a new run before the run is shown, so that one redraw takes the page from one
 * picture to the next.
 */
import type { Engine, RunSummary } from '../engine/protocol';
import { shapeOf } from '../trace/axes';
import type { View, ViewRequest } from '../trace/view';
import type { AtlasState } from './store';

type Viewer = Pick<Engine, 'view'>;

interface Fetched {
  readonly promise: Promise<View>;
  view?: View;
}

/** By run, and gone with it. */
const fetched = new WeakMap<RunSummary, Map<string, Fetched>>();
const most = 64;

/** What the large figures on the page show now, by the engine that they ask. */
const onScreen = new Map<readonly ViewRequest[], Viewer>();

export function viewOf(engine: Viewer, summary: RunSummary, request: ViewRequest): Promise<View> {
  const known = fetched.get(summary) ?? new Map<string, Fetched>();
  fetched.set(summary, known);
  const key = JSON.stringify(request);
  const before = known.get(key);
  if (before) return before.promise;
  const entry: Fetched = { promise: engine.view(summary.run, request) };
  known.set(key, entry);
  entry.promise.then(
    (view) => {
      entry.view = view;
    },
    () => known.delete(key),
  );
  // Zooming asks for many regions; the oldest go first.
  if (known.size > most) known.delete(known.keys().next().value ?? '');
  return entry.promise;
}

/** Views that have been fetched, or null when one has not. */
export function viewsAtHand(
  summary: RunSummary,
  requests: readonly ViewRequest[],
): readonly View[] | null {
  const known = fetched.get(summary);
  const views = requests.flatMap((request) => known?.get(JSON.stringify(request))?.view ?? []);
  return views.length === requests.length ? views : null;
}

/** Says that a large figure shows these views. @returns a function that takes it back. */
export function keepOnScreen(engine: Viewer, requests: readonly ViewRequest[]): () => void {
  onScreen.set(requests, engine);
  return () => onScreen.delete(requests);
}

/** What a picture will be drawn from that is not on the screen yet. */
type Expect = (summary: RunSummary, state: AtlasState) => readonly ViewRequest[];

let expected: Expect = () => [];

/** Has the interface say what the main figure of a new run will ask for. */
export const expectViews = (expect: Expect): void => {
  expected = expect;
};

/** What the figures on the page show now, of a run that the next one may be like. */
export const viewsOnScreen = (engine: Viewer): readonly ViewRequest[] =>
  [...onScreen].flatMap(([requests, of]) => (of === engine ? requests : []));

/** Fetches what will be on screen for a run that is about to be shown. */
export async function fetchAhead(
  engine: Viewer,
  summary: RunSummary,
  state: AtlasState,
): Promise<void> {
  const same = state.summary && alike(state.summary, summary);
  const wanted = same ? viewsOnScreen(engine) : expected(summary, state);
  // Whatever is wrong with a view, the figure that asks for it again will hear of it.
  await Promise.allSettled(wanted.map((request) => viewOf(engine, summary, request)));
}

/** Whether requests for views of one run mean the same in the other. */
const alike = (a: RunSummary, b: RunSummary): boolean =>
  a.request.mechanism === b.request.mechanism &&
  a.graph.nodes.length === b.graph.nodes.length &&
  a.graph.nodes.every(
    (node, i) => shapeOf(node.axes).join() === shapeOf(b.graph.nodes[i].axes).join(),
  );

import {
  type Engine,
  type FinishedRun,
  type RunRequest,
  type RunSummary,
  Superseded,
} from '../engine/protocol';
import { mechanismById } from '../mechanisms/catalogue';
import { describeAxes } from '../trace/axes';
import { isOperation } from '../trace/graph';
import { isNotLoaded, notLoaded, Refusal, type Text } from '../trace/text';
import { requestOf } from './request';
import { smallerFor } from './smaller';
import { currentStep, isCellOf, stepsOf } from './steps';
import type { AtlasState, AtlasStore, RunTime } from './store';
import { fetchAhead, viewsOnScreen } from './views';

/** A run that takes longer than this says so. */
const mention = 150;

/**
 * Runs the engine whenever what determines the numbers changes. The newest request wins; a failed run
 * keeps the last picture and everything that was chosen.
 * @returns a function that ends the connection.
 */
export function connectEngine(store: AtlasStore, engine: Engine): () => void {
  let latest = 0;
  /** The last run that came to its end, which is shown again when the one after it fails. */
  let finished: RunSummary | null = null;

  const run = async (request: RunRequest): Promise<void> => {
    const mine = ++latest;
    const current = () => mine === latest;
    store.setState({ status: { phase: 'running', progress: null } });
    let done = 0;
    let slow = false;
    const report = () => {
      if (current() && slow) store.setState({ status: { phase: 'running', progress: done } });
    };
    // A run that was begun again on another backend is not the one that is shown.
    const isShown = ({ run, backend }: RunSummary) => {
      const { summary } = store.getState();
      return summary?.run === run && summary.backend === backend;
    };
    const show = async (summary: RunSummary) => {
      await fetchAhead(engine, summary, store.getState());
      if (current() && !isShown(summary)) store.setState((state) => settle(state, summary));
    };
    const timer = setTimeout(() => {
      slow = true;
      report();
    }, mention);
    try {
      const before = store.getState().summary;
      const summary = await engine.run(request, {
        reuse: true,
        ahead: before?.request.mechanism === request.mechanism ? viewsOnScreen(engine) : [],
        onAhead: (early) => void show(early),
        onProgress: (part, total) => {
          done = total > 0 ? part / total : 0;
          report();
        },
      });
      // A run that was shown before its end stays as it is, with the views that it has.
      if (!isShown(summary)) await show(summary);
      if (!current()) return;
      finished = store.getState().summary;
      store.setState({ status: { phase: 'done' }, time: timeOf(summary) });
    } catch (error) {
      // Looking for a smaller size takes a while, too, and is no run.
      clearTimeout(timer);
      if (!current()) return;
      // The picture of a run that never ended has nothing behind it.
      if (store.getState().summary !== finished) store.setState({ summary: finished });
      if (error instanceof Superseded && store.getState().summary)
        store.setState({ status: { phase: 'done' } });
      else {
        const text = textOf(error);
        store.setState({ status: { phase: 'failed', text } });
        const smaller = await smallerFor(engine, request);
        if (smaller && current()) store.setState({ status: { phase: 'failed', text, smaller } });
      }
    } finally {
      clearTimeout(timer);
    }
  };

  const stop = [
    store.subscribe(requestOf, (request) => void run(request), {
      fireImmediately: true,
    }),
    store.subscribe(
      (state) => state.backend,
      (backend) => void switchBackend(backend),
    ),
    engine.onStatus((status) => store.setState({ engine: status })),
    engine.onRecomputed((summary) => {
      if (store.getState().summary?.run !== summary.run) return;
      finished = summary;
      store.setState({ summary, time: timeOf(summary) });
    }),
  ];
  store.setState({ engine: engine.status() });
  // The first picture comes from what starts fastest; the one that the address wishes for takes over.
  const { backend: wished } = store.getState();
  if (wished !== 'auto') void switchBackend(wished);

  async function switchBackend(backend: AtlasState['backend']): Promise<void> {
    try {
      store.setState({ engine: await engine.chooseBackend(backend) });
      await run(requestOf(store.getState()));
    } catch (error) {
      store.setState({ status: { phase: 'failed', text: textOf(error) } });
    }
  }

  return () => {
    latest++;
    for (const end of stop) end();
  };
}

function timeOf({ milliseconds, reused, graph }: FinishedRun): RunTime {
  const operations = graph.nodes.filter(isOperation).length;
  return { milliseconds, computed: operations - reused, operations };
}

/** Takes up a new run; a pin or zoom that its sizes no longer have is let go. */
export function settle(state: AtlasState, summary: RunSummary): Partial<AtlasState> {
  const steps = stepsOf(summary.graph);
  const { pin, region } = state;
  const pinned = pin && steps.find((s) => s.key === pin.step);
  const keepsPin = pin && pinned && isCellOf(pinned.node, pin.index);
  return {
    summary,
    hovered: null,
    pin: keepsPin ? pin : null,
    region:
      state.summary && sizesOfStep(state.summary, state) !== sizesOfStep(summary, state)
        ? null
        : region,
    step: steps.some((s) => s.key === state.step) ? state.step : null,
  };
}

/** The axes of the step that is shown, which a zoom belongs to. */
function sizesOfStep({ graph, request }: RunSummary, { step }: AtlasState): string {
  const telling = mechanismById(request.mechanism)?.telling ?? '';
  return describeAxes(currentStep(stepsOf(graph), step, telling)?.node.axes ?? []);
}

/** The sentence for a person; an error that is not a refusal is our mistake and is said as it is. */
export function textOf(error: unknown): Text {
  if (error instanceof Refusal) return error.text;
  if (error instanceof Superseded) return { en: 'The run was cancelled.', zh: '计算已取消。' };
  if (isNotLoaded(error)) return notLoaded;
  const message = error instanceof Error ? error.message : String(error);
  // Errors that crossed from a worker keep their fields but lose their class.
  const { text } = error as { text?: Partial<Text> };
  if (typeof text?.en === 'string' && typeof text.zh === 'string') return text as Text;
  return { en: message, zh: message };
}

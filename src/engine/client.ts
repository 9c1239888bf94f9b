import type { View } from '../trace/view';
import { Emitter } from './emitter';
import { Host, type HostOptions } from './host';
import { type Link, LinkClosed } from './link';
import type { Picture, RunResult } from './messages';
import {
  type Engine,
  type FinishedRun,
  type RunOptions,
  type RunRequest,
  Superseded,
} from './protocol';
import { RunQueue } from './run-queue';
import { Scout } from './scout';

/** Milliseconds that a cancelled run has to stop by itself, before its worker is ended. */
const STOPPING = 2000;

/** A worker of the app: the catalogue and every backend, the latter loaded on demand. */
const createWorker = (): Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

export type EngineOptions = Partial<HostOptions>;

/** The engine as the page sees it. The first backend starts at once. */
export function createEngine(options: EngineOptions = {}): Engine {
  const host = new Host({
    createWorker,
    page: document.baseURI,
    preference: 'auto',
    patience: 20_000,
    ...options,
  });
  return new Client(host);
}

/** A run of which something can be seen. */
interface Seen {
  readonly run: number;
  /** Views that came with it and have not been asked for yet, by their requests. */
  readonly views: Map<string, View>;
}

interface Shown extends Seen {
  readonly request: RunRequest;
}

interface Early extends Seen {
  /** Resolves when the run is over, one way or another. */
  readonly over: Promise<unknown>;
}

class Client implements Engine {
  private readonly queue = new RunQueue<FinishedRun>();
  private scout: Scout;
  private readonly recomputed = new Emitter<FinishedRun>();
  private runs = 0;
  /** The last finished run, which is what the page looks at. */
  private shown: Shown | undefined;
  /** The run under way, once its first views are there. */
  private early: Early | undefined;
  /** The worker that has the finished run, or is about to. */
  private holder: { readonly link: Link; readonly done: Promise<unknown> } | undefined;

  readonly onStatus: Engine['onStatus'];
  readonly onNotice: Engine['onNotice'];
  readonly onRecomputed: Engine['onRecomputed'] = this.recomputed.on;

  constructor(private readonly host: Host) {
    this.onStatus = host.statusChanged.on;
    this.onNotice = host.noticed.on;
    this.scout = new Scout(host);
    host.changed.on((link) => {
      if (this.queue.idle && this.shown) this.hold(link, this.shown).catch(() => undefined);
    });
    host.ready().catch(() => undefined);
  }

  plan: Engine['plan'] = (request) => this.onLink((link) => link.call('plan', request));

  run(
    request: RunRequest,
    { onAhead, onProgress, ...wishes }: RunOptions = {},
  ): Promise<FinishedRun> {
    const run = ++this.runs;
    let stopped = false;
    let stop = (): void => undefined;
    const finished: Promise<FinishedRun> = this.queue.add({
      start: () =>
        this.onLink(async (link) => {
          if (stopped) throw new Superseded();
          const call = link.start('run', [run, request, wishes], {
            onProgress,
            onAhead: ({ summary, views }) => {
              if (stopped) return;
              // Another worker may have to take the run up, so that the end of this call is not its own.
              const over = finished
                .catch(() => undefined)
                .then(() => {
                  this.early = undefined;
                });
              this.early = { run, views: byRequest(views), over };
              onAhead?.({ ...summary, request });
            },
          });
          stop = () => {
            link.cancel(call.id);
            const timer = setTimeout(() => this.host.restart(link), STOPPING);
            call.answer.catch(() => undefined).finally(() => clearTimeout(timer));
          };
          const warm = this.holder?.link === link;
          const result = await call.answer;
          const summary = this.take(result, request);
          this.shown = { run, request, views: byRequest(result.views) };
          this.holder = { link, done: Promise.resolve() };
          void this.scout.look(warm ? summary.milliseconds : 0).catch(() => undefined);
          return summary;
        }),
      stop: () => {
        stopped = true;
        stop();
      },
    });
    return finished;
  }

  cancel(): void {
    this.queue.cancel();
  }

  view: Engine['view'] = async (run, request) => {
    const key = JSON.stringify(request);
    for (const seen of [this.early, this.shown]) {
      const view = seen?.run === run ? seen.views.get(key) : undefined;
      if (view && seen?.views.delete(key)) return view;
    }
    return this.onRun(run, (link) => link.call('view', run, request));
  };

  explain: Engine['explain'] = (run, node, index) =>
    this.onRun(run, (link) => link.call('explain', run, node, index));

  data: Engine['data'] = (run, node) => this.onRun(run, (link) => link.call('data', run, node));

  async loadImage(image: Blob | Exclude<Picture, 'own'>, size: number): Promise<ImageData> {
    if (typeof image === 'string') return this.onLink((link) => link.call('picture', image, size));
    await this.onLink((link) => link.call('keepImage', image));
    this.host.image = image;
    return this.onLink((link) => link.call('picture', 'own', size));
  }

  picture: Engine['picture'] = (image, height, width, size) =>
    this.onLink((link) => link.call('picture', image, size, [height, width]));

  async chooseBackend(name: Parameters<Engine['chooseBackend']>[0]) {
    const before = this.host.preference;
    await this.host.choose(name);
    if (name === 'auto' && before !== 'auto') this.scout = new Scout(this.host);
    return this.host.status();
  }

  status: Engine['status'] = () => this.host.status();

  dispose(): void {
    this.queue.cancel();
    this.host.dispose();
  }

  /** Calls the current worker; when it is gone, the one after it. */
  private async onLink<T>(call: (link: Link) => Promise<T>): Promise<T> {
    for (;;) {
      // Without a wait where there is none, so that a request is on its way before the page redraws.
      const link = this.host.link ?? (await this.host.ready());
      try {
        return await call(link);
      } catch (error) {
        if (!(error instanceof LinkClosed)) throw error;
      }
    }
  }

  /** Calls the worker that has a run; one that came after a loss computes it first. */
  private async onRun<T>(run: number, call: (link: Link) => Promise<T>): Promise<T> {
    if (this.early?.run === run) await this.early.over;
    return this.onLink(async (link) => {
      for (let attempt = 1; ; attempt++) {
        const { shown } = this;
        if (shown?.run !== run) throw new Superseded();
        await this.hold(link, shown);
        try {
          return await call(link);
        } catch (error) {
          const released = error instanceof Superseded && this.shown?.run === run;
          if (!released || attempt > 1) throw error;
          this.holder = undefined;
        }
      }
    });
  }

  /** Makes sure that a worker has the run on screen. */
  private hold(link: Link, { run, request }: Shown): Promise<unknown> {
    if (this.holder?.link !== link) {
      const done = link.call('run', run, request, {}).then((result) => {
        this.recomputed.emit(this.take(result, request));
      });
      this.holder = { link, done };
      done.catch(() => {
        if (this.holder?.done === done) this.holder = undefined;
      });
    }
    return this.holder?.done ?? Promise.resolve();
  }

  private take({ summary, tensors, bytes }: RunResult, request: RunRequest): FinishedRun {
    this.host.setMemory(tensors, bytes);
    return { ...summary, request };
  }
}

const byRequest = (views: readonly View[]): Map<string, View> =>
  new Map(views.map((view) => [JSON.stringify(view.request), view]));

import { createEngine } from './client';
import { PatientQueue } from './patient-queue';
import type { Engine, Planned, RunRequest, RunSummary } from './protocol';

/** How much a run is wanted, and whether it still is (see `PatientJob`). */
export interface Patience {
  readonly rank: () => number;
  readonly signal?: AbortSignal;
}

export interface BackgroundRun<T> extends Patience {
  readonly request: RunRequest;
  /** Reads what is wanted of the run, which is gone when the promise settles. */
  readonly read: (engine: Engine, summary: RunSummary) => Promise<T>;
}

/**
 * Many small runs on a connection of their own, one after the other, beside the engine that the person
 * works with: that one keeps its run, its queue and its backend.
 */
export class Background {
  private readonly queue = new PatientQueue();
  private connection: Engine | undefined;
  private own: { readonly image: Blob; known: boolean } | undefined;

  /** @param open called when a run is due; the backend that starts fastest is best for small runs. */
  constructor(private readonly open: () => Engine = () => createEngine({ preference: 'wasm' })) {}

  run<T>({ request, read, ...patience }: BackgroundRun<T>): Promise<T> {
    return this.queue.add({
      ...patience,
      start: async () => {
        const engine = await this.connected();
        return read(engine, await engine.run(request));
      },
    });
  }

  /** Sizes and cost of a run that is not made. */
  plan(request: RunRequest, patience: Patience): Promise<Planned> {
    const start = async () => (await this.connected()).plan(request);
    return this.queue.add({ ...patience, start });
  }

  /** Takes the person's own image for the runs to come. */
  keepImage(image: Blob): void {
    if (image !== this.own?.image) this.own = { image, known: false };
  }

  /** Starts nothing until the returned function is called. */
  hold = (): (() => void) => this.queue.hold();

  /** Lets go of the connection until there is another run; one under way is given up. */
  rest(): void {
    this.connection?.dispose();
    this.connection = undefined;
    if (this.own) this.own.known = false;
  }

  private async connected(): Promise<Engine> {
    this.connection ??= this.open();
    const { connection, own } = this;
    if (own && !own.known) {
      own.known = true;
      await connection.loadImage(own.image, 1);
    }
    return connection;
  }
}

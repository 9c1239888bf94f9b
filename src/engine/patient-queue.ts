/** Work that can wait. */
export interface PatientJob<T> {
  readonly start: () => Promise<T>;
  /** Asked whenever the next job is chosen: the least comes first, the oldest of equals. */
  readonly rank: () => number;
  /** A job that is not wanted any more never starts; its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

interface Entry {
  readonly rank: () => number;
  readonly perform: () => Promise<void>;
}

/**
 * One job at a time, the most wanted first, and none while something more urgent is under way. Between
 * two jobs the page draws and hears the person.
 */
export class PatientQueue {
  private waiting: readonly Entry[] = [];
  private working = false;
  private holds = 0;

  add<T>({ start, rank, signal }: PatientJob<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.waiting = this.waiting.filter((other) => other !== entry);
        reject(signal?.reason);
      };
      const entry: Entry = {
        rank,
        perform: async () => {
          signal?.removeEventListener('abort', leave);
          try {
            resolve(await start());
          } catch (error) {
            reject(error);
          }
        },
      };
      if (signal?.aborted) return leave();
      signal?.addEventListener('abort', leave, { once: true });
      this.waiting = [...this.waiting, entry];
      void this.work();
    });
  }

  /** Keeps the next job from starting. @returns a function that lets it. */
  hold(): () => void {
    let held = true;
    this.holds++;
    return () => {
      if (!held) return;
      held = false;
      this.holds--;
      void this.work();
    };
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    while (true) {
      await new Promise((resume) => setTimeout(resume));
      const next = this.holds > 0 ? undefined : this.choose();
      if (!next) break;
      await next.perform();
    }
    this.working = false;
  }

  private choose(): Entry | undefined {
    const [first, ...rest] = this.waiting.map((entry) => ({ entry, rank: entry.rank() }));
    if (!first) return undefined;
    const { entry } = rest.reduce((best, other) => (other.rank < best.rank ? other : best), first);
    this.waiting = this.waiting.filter((other) => other !== entry);
    return entry;
  }
}

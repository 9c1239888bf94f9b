import { Superseded } from './protocol';

/** One run: how it is done and how it is stopped. */
export interface Task<T> {
  readonly start: () => Promise<T>;
  /** Asks the started run to end soon. */
  readonly stop: () => void;
}

interface Entry<T> extends Task<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
  started: number;
}

/** Milliseconds that a run may always take, so that a dragged slider shows pictures on its way. */
const GRACE = 250;

/**
 * Newest wins: one run at most is under way and one waits; what a newer one replaces rejects with
 * Superseded. A run that is quick may still end.
 */
export class RunQueue<T> {
  private current: Entry<T> | undefined;
  private waiting: Entry<T> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  get idle(): boolean {
    return !this.current;
  }

  add(task: Task<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.waiting?.reject(new Superseded());
      this.waiting = { ...task, resolve, reject, started: 0 };
      if (!this.current) this.next();
      else this.hurry(this.current);
    });
  }

  /** Rejects what waits and what is under way, and stops the latter. */
  cancel(): void {
    this.waiting?.reject(new Superseded());
    this.waiting = undefined;
    this.current?.reject(new Superseded());
    this.current?.stop();
  }

  private hurry(entry: Entry<T>): void {
    const left = entry.started + GRACE - performance.now();
    this.timer ??= setTimeout(
      () => {
        if (entry === this.current && this.waiting) {
          entry.reject(new Superseded());
          entry.stop();
        }
      },
      Math.max(0, left),
    );
  }

  private next(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const entry = this.waiting;
    this.current = entry;
    this.waiting = undefined;
    if (entry) void this.perform(entry);
  }

  private async perform(entry: Entry<T>): Promise<void> {
    entry.started = performance.now();
    try {
      entry.resolve(await entry.start());
    } catch (error) {
      entry.reject(error);
    }
    this.next();
  }
}

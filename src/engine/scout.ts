import { threadsAllowed } from './adapters';
import type { Host } from './host';
import type { Calibration } from './messages';
import type { BackendName } from './protocol';

/** What a candidate's time must be, as a share of the current backend's. */
const FASTER: Readonly<Record<BackendName, number>> = {
  webgpu: 1,
  // It compiles its shaders anew for every size, so that it must be worth the wait.
  webgl: 0.5,
  wasm: 0.8,
  cpu: 1,
};

/** Milliseconds that a small run may take; threads that wait for each other take more. */
const SMALL = 2;

/** Milliseconds after the first run in which its picture is drawn, undisturbed. */
const PAUSE = 1000;

/** A run that takes this many milliseconds makes it worth looking for threads. */
const SLOW = 8;

/**
 * Looks for something faster than the backend that the page started with: a GPU, then threads. Each
 * candidate is opened, tested and timed in a worker of its own, while the current one goes on working.
 */
export class Scout {
  private gpus: Promise<void> | undefined;
  private threads: Promise<void> | undefined;
  private standard: Calibration | undefined;

  constructor(private readonly host: Host) {}

  /**
   * To be called when a run has ended.
   * @param milliseconds what it took; 0 for the first one of a worker, which also warms it up.
   */
  async look(milliseconds: number): Promise<void> {
    if (this.host.preference !== 'auto' || this.host.active?.name !== 'wasm') return;
    this.gpus ??= this.lookForGpu();
    await this.gpus;
    if (milliseconds > SLOW) this.threads ??= this.lookForThreads();
    await this.threads;
  }

  private async lookForGpu(): Promise<void> {
    const { host } = this;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    const { webgpu, webgl } = await (await host.ready()).call('inspect');
    for (const [name, adapter] of [
      ['webgpu', webgpu],
      ['webgl', webgl],
    ] as const) {
      const tried = host.status().backends.find((b) => b.name === name)?.state !== 'untried';
      if (!adapter) host.setStatus(name, { state: 'absent' });
      else if (!tried) host.setStatus(name, { adapter: adapter.name, software: adapter.software });
      if (adapter && !adapter.software && !tried && (await this.tryOut(name))) return;
    }
  }

  private async lookForThreads(): Promise<void> {
    for (let threads = 2; threads <= threadsAllowed(); threads *= 2) {
      if (this.host.active?.name !== 'wasm' || !(await this.tryOut('wasm', threads))) return;
    }
  }

  /** @returns whether the candidate is faster and was taken. */
  private async tryOut(name: BackendName, threads = 1): Promise<boolean> {
    const { host } = this;
    const before = host.active;
    try {
      if (!this.standard) {
        this.standard = await (await host.ready()).call('calibrate');
        if (before) host.setStatus(before.name, { calibration: this.standard.large });
      }
      const candidate = await host.open(name, threads);
      const time = await candidate.link.call('calibrate');
      const faster =
        time.large < FASTER[name] * this.standard.large && (name !== 'wasm' || time.small < SMALL);
      if (name !== 'wasm') host.setStatus(name, { calibration: time.large });
      if (faster && host.preference === 'auto' && host.active === before) {
        this.standard = time;
        host.setStatus(name, { calibration: time.large });
        host.adopt(candidate);
        return true;
      }
      host.end(candidate.link);
    } catch {
      // It says of itself why it failed; nobody was waiting for it.
    }
    return false;
  }
}

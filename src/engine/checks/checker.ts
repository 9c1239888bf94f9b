import { wrap } from 'comlink';
import { Refusal, type Text } from '../../trace/text';
import type { ViewRequest } from '../../trace/view';
import type { GivenFile, Opened, Present } from '../imports/open';
import { type BackendName, type RunRequest, Superseded } from '../protocol';
import type { Case } from './case';
import type { StepDifference } from './difference';
import type { Answer, CheckWorker, DifferenceAnswer, ReadAnswer } from './worker';

/** Milliseconds after which a comparison counts as hung: software shaders take long to compile. */
const PATIENCE = 300_000;

/** The page's end of a worker that compares, beside the one that the page looks at. */
export class Checker {
  private readonly worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  private readonly remote = wrap<CheckWorker>(this.worker);
  private stop: (reason: Error) => void = () => undefined;
  /** Never fulfilled; rejected when the worker is ended or broken. */
  private readonly stopped = new Promise<never>((_, reject) => {
    this.stop = reject;
  });

  constructor(readonly backend: BackendName) {
    this.stopped.catch(() => undefined);
    this.worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.stop(new Error(event.message || 'the worker could not be loaded'));
    });
  }

  /** @returns why the backend cannot be used, or null. */
  open(): Promise<Text | null> {
    return this.answer(this.remote.open(this.backend));
  }

  /**
   * Reads a file of the person's own.
   * @returns the ways to show it, one at least
   * @throws Refusal when there is none.
   */
  async read(file: GivenFile, present: Present): Promise<readonly Opened[]> {
    const answer = await this.answer<ReadAnswer>(this.remote.read(file, present));
    if (answer.status === 'read') return answer.ways;
    throw new Refusal(answer.reason.en, answer.reason.zh);
  }

  /** Compares a golden file, or a case that has been read, with what the backend computes. */
  verify(from: Uint8Array | Case): Promise<Answer> {
    return this.answer<Answer>(this.remote.verify(from, this.backend));
  }

  /**
   * Runs two requests and takes the difference of some of their tensors.
   * @throws Refusal when one of them cannot be run.
   */
  async difference(
    requests: readonly [RunRequest, RunRequest],
    views: readonly ViewRequest[],
    image?: Blob,
  ): Promise<readonly StepDifference[]> {
    const answer = await this.answer<DifferenceAnswer>(
      this.remote.difference(requests, views, this.backend, document.baseURI, image),
    );
    if (answer.status === 'compared') return answer.differences;
    throw new Refusal(answer.reason.en, answer.reason.zh);
  }

  /** Ends the worker; what is still asked rejects with Superseded. */
  close(): void {
    this.stop(new Superseded());
    this.worker.terminate();
  }

  private async answer<T>(asked: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hung = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`no answer within ${PATIENCE / 1000} seconds`)),
        PATIENCE,
      );
    });
    try {
      return await Promise.race([asked, this.stopped, hung]);
    } finally {
      clearTimeout(timer);
    }
  }
}

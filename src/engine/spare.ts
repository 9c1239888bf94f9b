/** Numbers from which on it is worth while. */
const LARGE = 2 ** 16;

/**
 * Memory for the next large view. What is written to new memory for the first time waits for its pages, for a view of
 * 1,024 × 1,024 pixels longer than for all its arithmetic; here that is over before the view is wanted.
 */
export class Spare {
  private ready: Float32Array | undefined;

  /** @returns memory that is the caller's alone and may hold anything. Soon there will be as much for the next one. */
  take = (length: number): Float32Array => {
    if (length < LARGE) return new Float32Array(length);
    const { ready } = this;
    this.ready = undefined;
    setTimeout(() => {
      if (this.ready?.length !== length) this.ready = new Float32Array(length).fill(1);
    });
    return ready?.length === length ? ready : new Float32Array(length);
  };
}

/**
 * @typedef {object} Probe
 * @property {number} drawn when the main figure was last drawn with new cells
 * @property {number} drawings how often it was
 * @property {number} tensors what the worker that answered last holds
 * @property {number} bytes
 * @property {(count: number) => Promise<number>} shown waits for a drawing after the first `count`, and tells the
 *   time of the frame that shows it
 */

/** @typedef {Window & { probe: Probe }} Probed */

/**
 * Runs in a page before anything of its own: notes when the main figure gets new cells and what the workers hold. The
 * page knows nothing of it.
 */
export function installProbe() {
  /** Canvases with new cells that no figure has shown yet. */
  const fresh = new WeakSet();
  const patience = 60_000;
  /** @type {Probe} */
  const probe = {
    drawn: 0,
    drawings: 0,
    tensors: 0,
    bytes: 0,
    async shown(count) {
      const end = performance.now() + patience;
      for (;;) {
        // What was drawn before a frame's callbacks is shown by that frame.
        const time = await new Promise(requestAnimationFrame);
        if (probe.drawings > count) return time;
        if (performance.now() > end) throw new Error('no new picture came');
      }
    },
  };
  /** @type {Probed} */ (/** @type {unknown} */ (window)).probe = probe;

  const { prototype } = CanvasRenderingContext2D;
  const { putImageData, drawImage } = prototype;
  /** @param {HTMLCanvasElement} canvas */
  const noteIn = (canvas) => {
    if (!canvas.closest('main [data-figure="main"]')) return;
    probe.drawn = performance.now();
    probe.drawings++;
  };
  /** @this {CanvasRenderingContext2D} @param {unknown[]} args */
  function put(...args) {
    Reflect.apply(putImageData, this, args);
    fresh.add(this.canvas);
    noteIn(this.canvas);
  }
  /** @this {CanvasRenderingContext2D} @param {unknown[]} args */
  function draw(...args) {
    Reflect.apply(drawImage, this, args);
    if (args[0] instanceof HTMLCanvasElement && fresh.delete(args[0])) noteIn(this.canvas);
  }
  Object.assign(prototype, { putImageData: put, drawImage: draw });

  window.Worker = class extends Worker {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super(url, options);
      this.addEventListener('message', ({ data }) => {
        if (typeof data?.value?.tensors !== 'number') return;
        probe.tensors = data.value.tensors;
        probe.bytes = data.value.bytes;
      });
    }
  };
}

import { expect, test } from 'vitest';

// What every other test takes for granted: a real browser in which all four tfjs backends can run.

test('the page is cross-origin isolated, so that threaded WebAssembly exists', () => {
  expect(globalThis.crossOriginIsolated).toBe(true);
  expect(typeof SharedArrayBuffer).toBe('function');
});

test('WebGPU has an adapter and a device', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter?.requestDevice();
  expect(device?.limits.maxBufferSize).toBeGreaterThan(0);
  device?.destroy();
});

test('WebGL 2 draws', () => {
  const context = new OffscreenCanvas(4, 4).getContext('webgl2');
  expect(context?.getParameter(context.MAX_TEXTURE_SIZE)).toBeGreaterThanOrEqual(4096);
});

test('Chinese text has glyphs', () => {
  const context = new OffscreenCanvas(64, 64).getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  const ink = (text: string) => {
    context.clearRect(0, 0, 64, 64);
    context.font = '32px sans-serif';
    context.fillText(text, 8, 48);
    return context
      .getImageData(0, 0, 64, 64)
      .data.filter((_, i) => i % 4 === 3)
      .join();
  };
  // Without a Chinese font every character is the same empty box.
  expect(ink('注')).not.toBe(ink('意'));
});

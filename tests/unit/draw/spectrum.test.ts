import { describe, expect, it, vi } from 'vitest';
import { layPlate } from '../../../src/draw/plate';
import { createSpectrum, type SpectrumData } from '../../../src/draw/spectrum';
import { centred, cyclesAt, shownAt, storedAt } from '../../../src/draw/spectrum-layout';
import { context, hostOnPage, point } from './figures';

/** Magnitude and phase of the transform of a real map at signed frequencies, straight from the definition. */
function transform(map: number[], height: number, width: number, ky: number, kx: number) {
  let [re, im] = [0, 0];
  map.forEach((v, i) => {
    const angle =
      -2 * Math.PI * ((ky * Math.floor(i / width)) / height + (kx * (i % width)) / width);
    re += v * Math.cos(angle);
    im += v * Math.sin(angle);
  });
  return { re, im };
}

describe.each([
  [4, 6],
  [5, 7],
  [1, 1],
  [3, 2],
])('a spectrum of %i × %i', (height, width) => {
  const map = Array.from({ length: height * width }, (_, i) => Math.sin(i * i + 1));
  const half = Math.floor(width / 2) + 1;
  const parts = Array.from({ length: height * half }, (_, i) =>
    transform(map, height, width, Math.floor(i / half), i % half),
  );
  const spectrum = {
    height,
    width,
    magnitude: parts.map(({ re, im }) => Math.hypot(re, im)),
    phase: parts.map(({ re, im }) => Math.atan2(im, re)),
  };

  it('mirrors the half that is not stored', () => {
    const magnitude = centred(spectrum, 'magnitude');
    const phase = centred(spectrum, 'phase');
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const { re, im } = transform(map, height, width, cyclesAt(y, height), cyclesAt(x, width));
        const [m, p] = [magnitude[y * width + x], phase[y * width + x]];
        expect(m).toBeCloseTo(Math.hypot(re, im), 5);
        expect(m * Math.cos(p)).toBeCloseTo(re, 4);
        expect(m * Math.sin(p)).toBeCloseTo(im, 4);
      }
  });

  it('shows every stored entry where it finds it again', () => {
    for (let row = 0; row < height; row++)
      for (let column = 0; column < half; column++) {
        const { y, x } = shownAt(spectrum, row, column);
        expect(storedAt(spectrum, y, x)).toMatchObject({ row, column });
      }
  });
});

it('puts zero in the middle and tells of stored entries', () => {
  const host = hostOnPage();
  const data: SpectrumData = {
    label: 'filter',
    spectrum: { height: 4, width: 4, magnitude: Float32Array.from({ length: 12 }, (_, i) => i) },
    colouring: { map: 'sequential', domain: [0, 11], log: false },
    axes: { y: 'cycles per height', x: 'cycles per width' },
  };
  const onHover = vi.fn();
  createSpectrum(host, { onHover }).update(data, context);
  const plate = layPlate(context, { y: [-2, 2], x: [-2, 2] }, { axes: data.axes });
  point(host, 'pointermove', [plate.px(0.5), plate.py(0.5)]);
  expect(onHover).toHaveBeenLastCalledWith({ row: 0, column: 0 });
  point(host, 'pointermove', [plate.px(-0.5), plate.py(-0.5)]);
  // (−1, −1) is the conjugate of (1, 1).
  expect(onHover).toHaveBeenLastCalledWith({ row: 1, column: 1 });
  expect(host.textContent).toContain('(−1, −1)  4.000');
  const columns = [...host.querySelectorAll('text.column')].map((t) => t.textContent);
  expect(columns).toEqual(['−2', '−1', '0', '1']);
});

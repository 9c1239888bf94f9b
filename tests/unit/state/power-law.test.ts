import { expect, it } from 'vitest';
import { fitLargeEnd, fitPowerLaw, lawAt } from '../../../src/state/power-law';

it('finds the exponent and factor of an exact law', () => {
  const law = fitPowerLaw([1, 2, 4, 8].map((x) => ({ x, y: 3 * x ** 2 })));
  expect(law?.exponent).toBeCloseTo(2, 12);
  expect(law?.factor).toBeCloseTo(3, 12);
  expect(law?.error).toBeCloseTo(0, 10);
  expect(law?.r2).toBeCloseTo(1, 12);
  expect(law && lawAt(law, 16)).toBeCloseTo(768, 8);
});

it('gives slope, standard error and R² of scattered points as worked out by hand', () => {
  // In powers of two: (0, 0), (1, 2), (2, 1). Slope 1/2; residuals −1/2, 1, −1/2; S_xx = 2, S_yy = 2.
  const law = fitPowerLaw([
    { x: 1, y: 1 },
    { x: 2, y: 4 },
    { x: 4, y: 2 },
  ]);
  expect(law?.exponent).toBeCloseTo(1 / 2, 12);
  // √((3/2) / 1 / 2)
  expect(law?.error).toBeCloseTo(Math.sqrt(3) / 2, 12);
  expect(law?.r2).toBeCloseTo(1 / 4, 12);
  expect(law?.factor).toBeCloseTo(Math.SQRT2, 12);
});

it('has no error for two points and no law for one size', () => {
  const two = [
    { x: 10, y: 5 },
    { x: 100, y: 50 },
  ];
  expect(fitPowerLaw(two)).toMatchObject({ error: null, count: 2 });
  expect(fitPowerLaw(two)?.exponent).toBeCloseTo(1, 12);
  expect(fitPowerLaw([two[0], { x: 10, y: 6 }])).toBeNull();
  expect(fitPowerLaw([])).toBeNull();
});

it('takes a constant as exponent 0 and leaves out what has no logarithm', () => {
  const law = fitPowerLaw([
    { x: 1, y: 7 },
    { x: 2, y: 7 },
    { x: 4, y: 7 },
    { x: 8, y: 0 },
    { x: 16, y: Number.NaN },
  ]);
  expect(law).toMatchObject({ count: 3, r2: 1 });
  expect(law?.exponent).toBeCloseTo(0, 12);
});

it('sees at the large end what lower-order terms hide', () => {
  const points = [1, 10, 100, 1e4, 1e5, 1e6].map((x) => ({ x, y: 1e4 * x + x ** 2 }));
  expect(fitPowerLaw(points)?.exponent).toBeLessThan(1.6);
  expect(fitLargeEnd([...points].reverse())?.exponent).toBeGreaterThan(1.8);
});

import { describe, expect, test } from 'vitest';
import { fillWeights, identityAllowed, takeWeights } from '../../../src/inputs/weights';
import type { WeightSpec } from '../../../src/trace/tensor';
import { Refusal } from '../../../src/trace/text';

const linear = (...shape: number[]): WeightSpec => ({
  shape,
  init: { kind: 'uniform', bound: 0.25 },
  identity: 'eye',
});

const eye = (...shape: number[]) =>
  Array.from(fillWeights({ w: linear(...shape) }, 'identity', 0).w.data);

describe('fillWeights', () => {
  test('keeps PyTorch bounds, reaches near them and names the axes', () => {
    const { w } = fillWeights({ w: linear(64, 16) }, 'pytorch', 3);
    expect(w.axes.map((a) => `${a.role} ${a.size}`)).toEqual(['output 64', 'input 16']);
    expect(Math.max(...w.data.map(Math.abs))).toBeLessThanOrEqual(0.25);
    expect(Math.max(...w.data)).toBeGreaterThan(0.24);
    expect(Math.min(...w.data)).toBeLessThan(-0.24);
  });

  test('normal and constant initialisation', () => {
    const specs: Record<string, WeightSpec> = {
      table: { shape: [100, 40], roles: ['input', 'head'], init: { kind: 'normal', std: 0.02 } },
      gamma: { shape: [3], init: { kind: 'fill', value: 1 } },
    };
    const { table, gamma } = fillWeights(specs, 'pytorch', 1);
    const square = table.data.reduce((sum, x) => sum + x * x, 0) / 4000;
    expect(Math.sqrt(square)).toBeCloseTo(0.02, 3);
    expect(table.axes.map((a) => a.role)).toEqual(['input', 'head']);
    expect(Array.from(gamma.data)).toEqual([1, 1, 1]);
  });

  test('the gain scales random matrices, and neither biases nor constants nor identities', () => {
    const specs: Record<string, WeightSpec> = {
      matrix: linear(4, 4),
      bias: { shape: [4], init: { kind: 'uniform', bound: 0.5 } },
      table: { shape: [2, 2], init: { kind: 'fill', value: 1 } },
    };
    const [plain, scaled] = [1, 4].map((gain) => fillWeights(specs, 'pytorch', 1, gain));
    expect(Array.from(scaled.matrix.data)).toEqual(Array.from(plain.matrix.data, (x) => 4 * x));
    expect(scaled.bias.data).toEqual(plain.bias.data);
    expect(scaled.table.data).toEqual(plain.table.data);
    expect(fillWeights({ w: linear(2, 2) }, 'identity', 1, 4).w.data).toEqual(
      new Float32Array([1, 0, 0, 1]),
    );
  });

  test('a kernel of shifts takes from each input its own position', () => {
    const spec: WeightSpec = { shape: [2, 4, 2, 2], init: { kind: 'shifts' } };
    const { w } = fillWeights({ w: spec }, 'pytorch', 1);
    const own = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    expect(Array.from(w.data)).toEqual([...own, ...own]);
  });

  test('a new shape of one weight leaves the others as they were; the seed changes all', () => {
    const before = fillWeights({ a: linear(2, 2), b: linear(2, 3) }, 'pytorch', 1);
    const after = fillWeights({ a: linear(5, 7), b: linear(2, 3) }, 'pytorch', 1);
    const other = fillWeights({ a: linear(2, 2), b: linear(2, 3) }, 'pytorch', 2);
    expect(after.b.data).toEqual(before.b.data);
    expect(other.b.data).not.toEqual(before.b.data);
    expect(before.a.data.slice(0, 4)).not.toEqual(before.b.data.slice(0, 4));
  });

  test('buffers that the mechanism derives are left out', () => {
    expect(fillWeights({ i: { ...linear(2, 2), derived: true } }, 'pytorch', 0)).toEqual({});
  });
});

describe('identity', () => {
  test('square, stacked and cut matrices', () => {
    expect(eye(2, 2)).toEqual([1, 0, 0, 1]);
    expect(eye(6, 2)).toEqual([1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1]);
    expect(eye(1, 3)).toEqual([1, 0, 0]);
  });

  test('kernels have their 1 in the centre; grouped ones take the own channel', () => {
    expect(eye(1, 1, 3)).toEqual([0, 1, 0]);
    expect(eye(2, 2, 1, 1)).toEqual([1, 0, 0, 1]);
    expect(eye(1, 1, 3, 3)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect(eye(2, 1, 1, 3)).toEqual([0, 1, 0, 0, 1, 0]);
    // Four channels in two groups: output 3 is the second channel of its group.
    expect(eye(4, 2, 1, 1)).toEqual([1, 0, 0, 1, 1, 0, 0, 1]);
  });

  test('zeros, ones and default', () => {
    const spec = (identity: WeightSpec['identity']): WeightSpec => ({ ...linear(2), identity });
    const specs = { z: spec('zeros'), o: spec('ones'), d: spec('default') };
    const weights = fillWeights(specs, 'identity', 5);
    expect(Array.from(weights.z.data)).toEqual([0, 0]);
    expect(Array.from(weights.o.data)).toEqual([1, 1]);
    expect(weights.d.data).toEqual(fillWeights(specs, 'pytorch', 5).d.data);
  });

  test('is refused where a weight has none', () => {
    const none: WeightSpec = { ...linear(2, 2), identity: undefined };
    expect(identityAllowed({ a: linear(2, 2) })).toBe(true);
    expect(identityAllowed({ a: linear(2, 2), b: none })).toBe(false);
    expect(identityAllowed({ a: linear(2, 2), b: { ...none, derived: true } })).toBe(true);
    expect(identityAllowed({})).toBe(false);
    expect(() => fillWeights({ b: none }, 'identity', 0)).toThrow(Refusal);
  });
});

describe('takeWeights', () => {
  const w = { shape: [2, 1], data: Float32Array.of(3, 4) };

  test('takes what is asked for and names what is left over', () => {
    const { weights, unused } = takeWeights({ w: linear(2, 1) }, { w, extra: w });
    expect(Array.from(weights.w.data)).toEqual([3, 4]);
    expect(weights.w.axes[0]).toEqual({ role: 'output', size: 2 });
    expect(unused).toEqual(['extra']);
  });

  test('refuses missing, misshapen and non-finite weights by name', () => {
    expect(() => takeWeights({ v: linear(2, 1) }, { w })).toThrow(
      /no weight "v" of shape \[2, 1\]/,
    );
    expect(() => takeWeights({ w: linear(1, 2) }, { w })).toThrow(/\[2, 1\].*\[1, 2\]/);
    const bad = { shape: [2, 1], data: Float32Array.of(0, Number.NaN) };
    expect(() => takeWeights({ w: linear(2, 1) }, { w: bad })).toThrow(/NaN at \[1, 0\]/);
  });

  test('a derived buffer may be missing, but not misshapen', () => {
    const specs = { w: { ...linear(2, 1), derived: true } };
    expect(takeWeights(specs, {}).weights).toEqual({});
    expect(() => takeWeights(specs, { w: { shape: [3], data: new Float32Array(3) } })).toThrow(
      Refusal,
    );
  });
});

import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { Builder, type Program, type Value } from '../../../src/ops/builder';
import { execute } from '../../../src/ops/execute';
import { explainCell } from '../../../src/ops/explain';
import { createToolkit, type Toolkit } from '../../../src/ops/toolkit';
import { type Axis, axis, indexAt, type Role, shapeOf, sizeOf } from '../../../src/trace/axes';
import { evaluate } from '../../../src/trace/expression';
import { type Backend, tolerance } from '../backends';

/** Something to compute: inputs by name, and the operations on them. */
export interface Case {
  readonly inputs: Readonly<Record<string, readonly Axis[]>>;
  /** Numbers of an input; seeded ones in −1…1 else. */
  readonly data?: Readonly<Record<string, readonly number[]>>;
  readonly build: (t: Toolkit, values: Readonly<Record<string, Value>>) => Value;
}

export interface Outcome {
  readonly program: Program;
  readonly axes: readonly Axis[];
  readonly output: Float32Array;
  /** Numbers of every node, by id. */
  readonly data: readonly Float32Array[];
  /** Numbers of the inputs, by name. */
  readonly inputs: Readonly<Record<string, Float32Array>>;
}

/** Numbers in −1…1 that are the same in every run (mulberry32). */
export function seeded(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

const text = { en: '', zh: '' };

/** Axes from a text such as `batch 2 × token 5`. */
export const sizes = (description: string): Axis[] =>
  description.split(' × ').map((part) => {
    const [role, size] = part.split(' ');
    return axis(role as Role, Number(size));
  });

/** Records a case without computing it. */
export function plan({ inputs, build }: Case): Program {
  const builder = new Builder(() => ({ role: 'feature', title: text, formula: '', note: text }));
  const values = Object.entries(inputs).map(([name, axes]) => [name, builder.input(name, axes)]);
  return builder.finish(build(createToolkit(builder), Object.fromEntries(values)));
}

/** Computes a case on the current backend, reads everything back, and expects no tensor to be left. */
export async function run(one: Case): Promise<Outcome> {
  const program = plan(one);
  const inputs = Object.fromEntries(
    Object.entries(one.inputs).map(([name, axes], i) => {
      const count = sizeOf(axes);
      return [name, Float32Array.from(one.data?.[name] ?? seeded(count, i + 1))];
    }),
  );
  const before = tf.memory().numTensors;
  const given = new Map(
    Object.entries(one.inputs).map(([name, axes]) => [
      name,
      tf.tensor(inputs[name], shapeOf(axes), 'float32'),
    ]),
  );
  const tensors = await execute(program, given);
  const { nodes, output } = program.graph;
  const data: Float32Array[] = [];
  for (const { id } of nodes) data.push(Float32Array.from(await tensors.of(id).data()));
  tensors.dispose();
  for (const tensor of given.values()) tensor.dispose();
  expect(tf.memory().numTensors, 'tensors left behind').toBe(before);
  return { program, axes: nodes[output].axes, output: data[output], data, inputs };
}

/** Expects numbers to agree as far as float32 can; NaN and infinities must be the same. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  backend: Backend,
): void {
  expect(actual.length).toBe(expected.length);
  const finite = Array.from(expected).filter(Number.isFinite);
  const largest = finite.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
  const allowed = tolerance[backend] * (1 + largest);
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i], expected[i]];
    const same = Number.isFinite(e) ? Math.abs(a - e) <= allowed : Object.is(a, e);
    if (!same) throw new Error(`number ${i} is ${a}, expected ${e} ± ${allowed}`);
  }
}

/** Expects every cell of every operation to be what its explanation gives in float64. */
export function expectExplained({ program, data }: Outcome, backend: Backend): void {
  for (const node of program.graph.nodes) {
    if (!program.operations[node.id]) continue;
    const expected = Array.from({ length: sizeOf(node.axes) }, (_, offset) =>
      evaluate(explainCell(program, node.id, indexAt(node.axes, offset), (id) => data[id])),
    );
    try {
      expectClose(data[node.id], expected, backend);
    } catch (error) {
      throw new Error(`${node.op} (node ${node.id}): ${(error as Error).message}`);
    }
  }
}

import { bytesNeeded } from '../engine/guard';
import type { Engine, Planned, RunSummary } from '../engine/protocol';
import type { LessonView, Measure } from '../lessons/lesson';
import { indexAt, indexOfRole } from '../trace/axes';
import { evaluate } from '../trace/expression';
import type { Node } from '../trace/graph';
import type { HostTensor } from '../trace/tensor';
import { type ShownStep, stepsOf } from './steps';

/** A run whose numbers can be read. */
export interface Reading {
  readonly planned: Pick<Planned, 'graph' | 'params'>;
  /** One cell, worked out in float64 from what it is computed from. */
  readonly cell: (node: number, index: readonly number[]) => Promise<number>;
  readonly data: (node: number) => Promise<HostTensor>;
}

/** Where measures are taken. */
export interface Readings {
  /** Sizes and steps of the first, without a run. */
  readonly planned: () => Promise<Reading['planned']>;
  readonly first: () => Promise<Reading>;
  /** The second mechanism of a comparison. */
  readonly second: () => Promise<Reading>;
  readonly plan: (view: LessonView) => Promise<Reading['planned']>;
}

export const readingOf = (
  engine: Pick<Engine, 'explain' | 'data'>,
  summary: RunSummary,
): Reading => ({
  planned: summary,
  cell: async (node, index) => evaluate(await engine.explain(summary.run, node, index)),
  data: (node) => engine.data(summary.run, node),
});

/** The step that a measure names. @throws Error when the mechanism has none of that key. */
export function stepNamed({ graph }: Reading['planned'], key: string): ShownStep {
  const step = stepsOf(graph).find((s) => s.key === key);
  if (!step) throw new Error(`no step "${key}"`);
  return step;
}

/** Cells of a tensor whose index agrees; null stands for every position. */
export function cellsWhere(
  { axes, data }: HostTensor,
  index: readonly (number | null)[],
): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < data.length; i++) {
    const at = indexAt(axes, i);
    if (index.every((wanted, axis) => wanted === null || wanted === at[axis])) found.push(data[i]);
  }
  return found;
}

const gathered = {
  sum: (values: readonly number[]) => values.reduce((a, b) => a + b, 0),
  min: (values: readonly number[]) =>
    values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  max: (values: readonly number[]) =>
    values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  nonzero: (values: readonly number[]) => values.filter((value) => value !== 0).length,
} as const;

const sizeOfRoles = ({ axes }: Node, roles: readonly Node['axes'][number]['role'][]): number =>
  roles.reduce((size, role) => {
    const at = indexOfRole(axes, role);
    if (at < 0) throw new Error(`no ${role} axis`);
    return size * axes[at].size;
  }, 1);

/** The number that a measure stands for. @throws Error when a view has no such step, axis or cell. */
export async function measured(measure: Measure, readings: Readings): Promise<number> {
  const reading = () => ('side' in measure && measure.side ? readings.second() : readings.first());
  const planned = async () =>
    'of' in measure && measure.of ? readings.plan(measure.of) : (await readings.first()).planned;
  switch (measure.kind) {
    case 'cell': {
      const run = await reading();
      return run.cell(stepNamed(run.planned, measure.step).node.id, measure.index);
    }
    case 'size':
      return sizeOfRoles(stepNamed((await reading()).planned, measure.step).node, measure.roles);
    case 'parameters':
      return (await planned()).graph.parameters;
    case 'macs':
      return (await planned()).graph.cost.macs;
    case 'memory':
      return bytesNeeded((await planned()).graph);
    case 'stepMacs':
      return stepNamed(await planned(), measure.step).node.cost.macs;
    case 'ratio':
    case 'difference': {
      const [a, b] = [await measured(measure.a, readings), await measured(measure.b, readings)];
      return measure.kind === 'ratio' ? a / b : a - b;
    }
    default: {
      const run = await reading();
      const tensor = await run.data(stepNamed(run.planned, measure.step).node.id);
      return gathered[measure.kind](cellsWhere(tensor, measure.index));
    }
  }
}

import type { Role } from '../trace/axes';
import type { Builder, Value } from './builder';
import { matMul } from './mat-mul';
import { softmax } from './softmax';

/** The operations that mechanisms are written in, bound to the graph that records them. */
export const createToolkit = (graph: Builder) => ({
  /** Σ over one axis of a·b; axes are matched by role. */
  matMul: (a: Value, b: Value, over: Role) => graph.apply(matMul, [a, b], { over }),
  /** e^x / Σ e^x over one axis. */
  softmax: (x: Value, over: Role) => graph.apply(softmax, [x], { over }),
});

export type Toolkit = ReturnType<typeof createToolkit>;

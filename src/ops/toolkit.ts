import type { Builder } from './builder';
import { elementwise } from './toolkit/elementwise';
import { maps } from './toolkit/maps';
import { moves } from './toolkit/moves';
import { products } from './toolkit/products';
import { reductions } from './toolkit/reductions';

/** The operations that mechanisms are written in, bound to the graph that records them. */
export const createToolkit = (graph: Builder) => ({
  ...moves(graph),
  ...elementwise(graph),
  ...products(graph),
  ...reductions(graph),
  ...maps(graph),
  /** Records what is worked out a second time elsewhere, where its cost is counted. */
  uncounted: <T>(record: () => T): T => graph.uncounted(record),
});

export type Toolkit = ReturnType<typeof createToolkit>;

import { beforeAll, describe, expect, test } from 'vitest';
import { shapeOf } from '../../../src/trace/axes';
import { backends, useBackend } from '../backends';
import { elementwiseCases } from './cases/elementwise';
import { largerCases } from './cases/larger';
import { mapCases } from './cases/maps';
import { moveCases } from './cases/moves';
import { conv2dCases, productCases } from './cases/products';
import { wholeAxisCases } from './cases/whole-axes';
import { type Case, expectExplained, plan, run } from './harness';

const tables: readonly (readonly [string, Readonly<Record<string, Case>>])[] = [
  ['moves', moveCases],
  ['elementwise', elementwiseCases],
  ['whole axes', wholeAxisCases],
  ['products', productCases],
  ['convolutions', conv2dCases],
  ['maps', mapCases],
  ['larger sizes', largerCases],
];

// Every cell is worked out a second time, in float64 and by the explanation that a person reads.
for (const backend of backends) {
  describe(backend, () => {
    beforeAll(() => useBackend(backend));
    for (const [name, cases] of tables) {
      describe(name, () => {
        test.each(Object.entries(cases))('%s: computed = explained', async (_, one) => {
          expectExplained(await run(one), backend);
        });
      });
    }
  });
}

test('an operation that claims to move numbers is explained by one cell or a constant', () => {
  for (const one of Object.values(moveCases)) {
    const program = plan(one);
    const moves = program.graph.nodes.filter((n) => n.op !== 'input');
    expect(moves.every((n) => n.move && n.cost.macs === 0)).toBe(true);
    expect(shapeOf(program.graph.nodes[program.graph.output].axes)).not.toContain(0);
  }
});

import { expect, test } from 'vitest';
import { Builder } from '../../../src/ops/builder';
import { createToolkit } from '../../../src/ops/toolkit';
import { axis } from '../../../src/trace/axes';

test('what is worked out again elsewhere costs nothing, also within itself and after a failure', () => {
  const builder = new Builder(() => {
    throw new Error('no step is named here');
  });
  const t = createToolkit(builder);
  const x = builder.input('x', [axis('query', 3), axis('channel', 4)]);
  const y = builder.input('y', [axis('key', 5), axis('channel', 4)]);
  const product = () => t.matMul(x, y, 'channel');
  t.uncounted(() => t.uncounted(product) && product());
  expect(() =>
    t.uncounted(() => {
      throw new Error('as planned');
    }),
  ).toThrow('as planned');
  const { graph } = builder.finish(product());
  expect(graph.nodes.map(({ cost }) => cost.macs)).toEqual([0, 0, 0, 0, 60]);
  expect(graph.cost.macs).toBe(60);
});

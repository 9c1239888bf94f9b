import { expect, test, vi } from 'vitest';
import type { RunSummary } from '../../../src/engine/protocol';
import { provoke, request, start, viewOf, weightsView } from './engines';

test('a run shows what was asked for ahead before its end, as it will be then', async () => {
  const { engine } = start();
  const first = await engine.run(request());
  const ahead = [weightsView(first)];
  let shown: { summary: RunSummary; view: Promise<number[]>; output: Promise<unknown> } | undefined;
  let over = false;
  const run = engine.run(request(8, 2), {
    ahead,
    onAhead: (summary) => {
      expect(over).toBe(false);
      const output = engine.data(summary.run, summary.graph.output);
      shown = { summary, view: viewOf(engine, summary), output };
    },
  });
  run.finally(() => {
    over = true;
  });
  const summary = await run;
  expect(shown?.summary).toMatchObject({ run: summary.run, bytes: summary.bytes });
  expect(await shown?.output).toEqual(await engine.data(summary.run, summary.graph.output));
  expect(await shown?.view).toEqual(await viewOf(engine, summary));
  expect(await shown?.view).not.toEqual(await viewOf(engine, await engine.run(request(8, 3))));
});

test('a run has what was asked for ahead at its end where nothing can be seen before', async () => {
  const { engine } = start({ preference: 'cpu' });
  const ahead = [weightsView(await engine.run(request()))];
  const onAhead = vi.fn();
  const summary = await engine.run(request(8, 2), { ahead, onAhead });
  expect(onAhead).not.toHaveBeenCalled();
  const alone = start({ preference: 'cpu' }).engine;
  const same = await alone.run(request(8, 2));
  expect(await viewOf(engine, summary)).toEqual(await viewOf(alone, same));
});

test('a run takes no harm from views of another shape that were asked for ahead', async () => {
  const { engine } = start();
  const wanted = weightsView(await engine.run(request()));
  const onAhead = vi.fn();
  const ahead = [
    { ...wanted, rows: ['height' as const] },
    { ...wanted, node: 99 },
  ];
  const summary = await engine.run(request(6), { ahead, onAhead });
  expect(onAhead).not.toHaveBeenCalled();
  expect(await viewOf(engine, summary)).toHaveLength(36);
});

test('what is asked of a run in sight waits for its end, also on another worker', async () => {
  const { engine, notices } = start();
  const products = { ...weightsView(await engine.run(request())), node: 3 };
  let asked: Promise<unknown> | undefined;
  const summary = await engine.run(request(300, 1, 'slow'), {
    ahead: [products],
    onAhead: ({ run, graph }) => {
      if (asked) return;
      provoke('crash');
      asked = engine.data(run, graph.output);
    },
  });
  expect(notices.map(({ kind }) => kind)).toEqual(['lost']);
  expect(await asked).toEqual(await engine.data(summary.run, summary.graph.output));
});

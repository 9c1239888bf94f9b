import { beforeAll, describe, expect, test } from 'vitest';
import { backends, useBackend } from '../backends';
import { naturals } from './arrays';
import { type Case, expectClose, run, sizes } from './harness';

// Explanation and computation of an operation could share a misunderstanding. So here are values
// worked out by hand, or straight from the definition in PyTorch's documentation.

describe.each(backends)('%s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('unfold lists kernel positions row by row, zeros outside', async () => {
    const { output } = await run({
      inputs: {
        x: sizes('batch 1 × height 2 × width 3 × channel 1'),
      },
      data: { x: [1, 2, 3, 4, 5, 6] },
      build: (t, { x }) => t.unfold(x, { kernel: [2, 3], stride: 2, padding: 1 }),
    });
    // Places (0,0), (0,1), (1,0), (1,1); rows of the kernel begin at y = 2i − 1, x = 2j − 1.
    expectClose(
      output,
      [0, 0, 0, 0, 1, 2, 0, 0, 0, 2, 3, 0, 0, 4, 5, 0, 0, 0, 5, 6, 0, 0, 0, 0],
      backend,
    );
  });

  test('fold adds up what overlaps; of ones, it counts the places that cover a pixel', async () => {
    const folded = (data: readonly number[]) =>
      run({
        inputs: { x: sizes('batch 1 × query 2 × key 4 × channel 1') },
        data: { x: data },
        build: (t, { x }) => t.fold(x, { height: 2, width: 3, kernel: 2 }),
      });
    // The kernel lies on columns 0 and 1, then on 1 and 2.
    expectClose((await folded([1, 2, 3, 4, 5, 6, 7, 8])).output, [1, 7, 6, 3, 11, 8], backend);
    expectClose((await folded(Array(8).fill(1))).output, [1, 2, 1, 1, 2, 1], backend);
  });

  test('fold undoes unfold where nothing overlaps', async () => {
    const { output, inputs } = await run({
      inputs: { x: sizes('batch 2 × height 4 × width 6 × channel 3') },
      build: (t, { x }) =>
        t.fold(t.unfold(x, { kernel: 2, stride: 2 }), {
          height: 4,
          width: 6,
          kernel: 2,
          stride: 2,
        }),
    });
    expectClose(output, inputs.x, backend);
  });

  test('roll by +1 brings the last to the front; by −1 the first to the end', async () => {
    const inputs: Case['inputs'] = {
      x: sizes('height 2 × width 3'),
    };
    const data = { x: [1, 2, 3, 4, 5, 6] };
    const plus = await run({ inputs, data, build: (t, { x }) => t.roll(x, { width: 1 }) });
    expectClose(plus.output, [3, 1, 2, 6, 4, 5], backend);
    const minus = await run({
      inputs,
      data,
      build: (t, { x }) => t.roll(x, { height: -1, width: -1 }),
    });
    expectClose(minus.output, [5, 6, 4, 2, 3, 1], backend);
  });

  test('reflection leaves the border out', async () => {
    const { output } = await run({
      inputs: { x: sizes('width 4') },
      data: { x: [1, 2, 3, 4] },
      build: (t, { x }) => t.pad(x, { width: [2, 3] }, 'reflect'),
    });
    expectClose(output, [3, 2, 1, 2, 3, 4, 3, 2, 1], backend);
  });

  test('windows of adjacent pixels, and of spread ones', async () => {
    const inputs: Case['inputs'] = {
      x: sizes('batch 1 × height 4 × width 4 × channel 1'),
    };
    const data = { x: naturals(16) };
    const near = await run({ inputs, data, build: (t, { x }) => t.windows(x, [2, 2]) });
    expectClose(near.output, [0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15], backend);
    const far = await run({
      inputs,
      data,
      build: (t, { x }) => t.windows(x, [2, 2], { spread: true }),
    });
    expectClose(far.output, [0, 2, 8, 10, 1, 3, 9, 11, 4, 6, 12, 14, 5, 7, 13, 15], backend);
  });

  test('windows put together again are the map', async () => {
    for (const spread of [false, true]) {
      const { output, inputs } = await run({
        inputs: {
          x: sizes('batch 2 × height 4 × width 9 × channel 2'),
        },
        build: (t, { x }) =>
          t.unwindows(t.windows(x, [2, 3], { spread }), 2, 3, [2, 3], { spread }),
      });
      expectClose(output, inputs.x, backend);
    }
  });

  test('merging goes to the place of the first and is row-major in the given order', async () => {
    const { output, axes } = await run({
      inputs: {
        x: sizes('height 2 × channel 2 × width 2'),
      },
      data: { x: naturals(8) },
      build: (t, { x }) => t.merge(x, ['height', 'width'], 'token'),
    });
    expect(axes.map((a) => a.role)).toEqual(['token', 'channel']);
    expect(axes[0].places).toEqual({ kind: 'grid', height: 2, width: 2 });
    expectClose(output, [0, 2, 1, 3, 4, 6, 5, 7], backend);
  });
});

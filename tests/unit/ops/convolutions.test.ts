import { beforeAll, describe, test } from 'vitest';
import type { Convolution } from '../../../src/ops/convolve';
import { shapeOf } from '../../../src/trace/axes';
import { backends, useBackend } from '../backends';
import { filled, reader } from './arrays';
import { conv2dCases } from './cases/products';
import { expectClose, run, sizes } from './harness';

// Explanation and computation of an operation could share a misunderstanding. So here are values
// worked out by hand, or straight from the definition in PyTorch's documentation.

describe.each(backends)('%s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(Object.entries(conv2dCases))(
    '%s is the sum over kernel and channels',
    async (_, one) => {
      const { program, inputs, output, axes } = await run(one);
      const { attributes } = program.graph.nodes[program.graph.output];
      const { stride, padding, dilation, groups } = attributes as unknown as Convolution;
      const [sy, sx] = stride;
      const [py, px] = padding;
      const [dy, dx] = dilation;
      const x = reader(inputs.x, shapeOf(one.inputs.x));
      const [outputs, perGroup, kh, kw] = shapeOf(one.inputs.w);
      const w = reader(inputs.w, [outputs, perGroup, kh, kw]);
      const expected = filled(
        axes.map((a) => a.size),
        (b, i, j, o) => {
          let total = inputs.b[o];
          const firstChannel = perGroup * Math.floor((o * groups) / outputs);
          for (let c = 0; c < perGroup; c++)
            for (let ky = 0; ky < kh; ky++)
              for (let kx = 0; kx < kw; kx++)
                total +=
                  w(o, c, ky, kx) *
                  x(b, i * sy - py + ky * dy, j * sx - px + kx * dx, firstChannel + c);
          return total;
        },
      );
      expectClose(output, expected, backend);
    },
  );

  test('a 2×2 convolution by hand: correlation, not flipped', async () => {
    const { output } = await run({
      inputs: {
        x: sizes('batch 1 × height 3 × width 3 × channel 1'),
        w: sizes('output 1 × input 1 × kernel-y 2 × kernel-x 2'),
      },
      data: { x: [1, 2, 3, 4, 5, 6, 7, 8, 9], w: [1, 10, 100, 1000] },
      build: (t, { x, w }) => t.conv2d(x, w),
    });
    expectClose(output, [5421, 6532, 8754, 9865], backend);
  });

  test('the first half of the outputs of a convolution in two groups sees the first channels only', async () => {
    const { output } = await run({
      inputs: {
        x: sizes('batch 1 × height 1 × width 1 × channel 4'),
        w: sizes('output 2 × input 2 × kernel-y 1 × kernel-x 1'),
      },
      data: { x: [1, 10, 100, 1000], w: [1, 2, 3, 4] },
      build: (t, { x, w }) => t.conv2d(x, w, undefined, { groups: 2 }),
    });
    expectClose(output, [21, 4300], backend);
  });

  test('conv1d along channels by hand, zeros at the ends', async () => {
    const { output } = await run({
      inputs: {
        x: sizes('batch 1 × channel 4'),
        w: sizes('output 1 × input 1 × kernel-x 3'),
        b: sizes('output 1'),
      },
      data: { x: [1, 2, 3, 4], w: [1, 10, 100], b: [0.5] },
      build: (t, { x, w, b }) => t.conv1d(x, w, b, { along: 'channel', padding: 1 }),
    });
    expectClose(output, [210.5, 321.5, 432.5, 43.5], backend);
  });
});

import { beforeAll, describe, test } from 'vitest';
import { backends, useBackend } from '../backends';
import { filled, reader } from './arrays';
import { type Case, expectClose, run, sizes } from './harness';

// Explanation and computation of an operation could share a misunderstanding. So here are values
// worked out by hand, or straight from the definition in PyTorch's documentation.

describe.each(backends)('%s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('gridSample: the corners are −1 and 1, y comes first, and outside is zero', async () => {
    const points = [
      [-1, -1, 1],
      [1, 1, 6],
      [-1, 1, 3],
      [0, 0, 3.5],
      // Between columns 1 and 2 of the upper row.
      [-1, 0.5, 2.5],
      // Half a pixel outside at the left: half of the border's value.
      [1, -1.5, 2],
      [1, -3, 0],
      [40, 0, 0],
    ];
    const { output } = await run({
      inputs: {
        x: sizes('batch 1 × height 2 × width 3 × channel 1'),
        g: sizes(`batch 1 × key ${points.length} × coordinate 2`),
      },
      data: { x: [1, 2, 3, 4, 5, 6], g: points.flatMap((point) => point.slice(0, 2)) },
      build: (t, { x, g }) => t.gridSample(x, g),
    });
    expectClose(
      output,
      points.map(([, , value]) => value),
      backend,
    );
  });

  test.each([
    [3, 4],
    [4, 5],
    [1, 6],
  ])('rfft2 of %i × %i is the orthonormal transform, and irfft2 undoes it', async (h, w) => {
    const build: Case['build'] = (t, { x }) => t.irfft2(t.rfft2(x), w);
    const shape = [2, h, w, 3];
    const one: Case = {
      inputs: {
        x: sizes(`batch 2 × height ${h} × width ${w} × channel 3`),
      },
      build,
    };
    const { program, data, inputs, output } = await run(one);
    const x = reader(inputs.x, shape);
    const spectrum = filled([2, h, Math.floor(w / 2) + 1, 3, 2], (b, v, u, c, part) => {
      let total = 0;
      for (let i = 0; i < h; i++)
        for (let j = 0; j < w; j++) {
          const phi = -2 * Math.PI * ((v * i) / h + (u * j) / w);
          total += x(b, i, j, c) * (part === 0 ? Math.cos(phi) : Math.sin(phi));
        }
      return total / Math.sqrt(h * w);
    });
    const [transform] = program.graph.nodes.filter((n) => n.op === 'rfft2');
    expectClose(data[transform.id], spectrum, backend);
    expectClose(output, inputs.x, backend);
  });

  test('irfft2 takes no notice of imaginary parts that a real map cannot have', async () => {
    const inputs: Case['inputs'] = {
      x: sizes('batch 1 × frequency-y 1 × frequency-x 3 × channel 1 × part 2'),
    };
    const build: Case['build'] = (t, { x }) => t.irfft2(x, 4);
    const plainly = await run({ inputs, data: { x: [3, 0, 1, 2, 5, 0] }, build });
    const odd = await run({ inputs, data: { x: [3, 7, 1, 2, 5, -9] }, build });
    // (3 ± 5 + 2·Re((1 + 2i)·iⁿ)) / 2
    expectClose(plainly.output, [5, -3, 3, 1], backend);
    expectClose(odd.output, plainly.output, backend);
  });

  test('an average over a partial window counts only what exists', async () => {
    const { output } = await run({
      inputs: {
        x: sizes('batch 1 × height 1 × width 5 × channel 1'),
      },
      data: { x: [1, 2, 3, 4, 9] },
      build: (t, { x }) => t.avgPool2d(x, { kernel: [1, 2], ceil: true }),
    });
    expectClose(output, [1.5, 3.5, 9], backend);
  });

  test('padding of an average counts as zeros', async () => {
    const { output } = await run({
      inputs: {
        x: sizes('batch 1 × height 1 × width 3 × channel 1'),
      },
      data: { x: [3, 6, 9] },
      build: (t, { x }) => t.avgPool2d(x, { kernel: [1, 3], stride: [1, 2], padding: [0, 1] }),
    });
    expectClose(output, [3, 5], backend);
  });
});

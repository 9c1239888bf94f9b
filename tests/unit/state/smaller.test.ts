import { expect, it, vi } from 'vitest';
import type { Planned, RunRequest } from '../../../src/engine/protocol';
import type { InputChoice } from '../../../src/inputs/choice';
import { halved, smallerFor } from '../../../src/state/smaller';
import { axis } from '../../../src/trace/axes';
import { Refusal } from '../../../src/trace/text';

const image = (side: number): InputChoice => ({
  kind: 'image',
  image: 'chelsea',
  height: side,
  width: 2 * side,
  channels: 16,
});
const request = (input: InputChoice): RunRequest => ({
  mechanism: 'sdpa',
  params: {},
  input,
  weights: { kind: 'identity', seed: 1 },
});

/** Plans a matrix of all pixels against all. */
const plan = vi.fn(async ({ input }: RunRequest): Promise<Planned> => {
  const pixels = input.kind === 'image' ? input.height * input.width : 1;
  const node = {
    id: 0,
    op: 'input',
    attributes: {},
    inputs: [],
    axes: [axis('query', pixels), axis('key', pixels)],
    move: false,
    torch: [],
    cost: { macs: 0, reads: 0, writes: 0 },
  };
  const graph = { nodes: [node], steps: [], output: 0, parameters: 0, cost: node.cost };
  const fit = { fits: true, largest: 0, total: 0, limits: { tensor: 1, total: 1 } };
  return { graph, params: {}, inputs: {}, notes: [], fit };
});

it('halves sizes down to 1 and texts word by word', () => {
  expect(halved(image(5))).toMatchObject({ height: 2, width: 5 });
  expect(halved({ ...image(1), width: 1 } as InputChoice)).toBeNull();
  const text = { kind: 'text', text: 'one two three four', dim: 8, position: 'none' } as const;
  expect(halved(text)).toEqual({ ...text, text: 'one two' });
  expect(halved({ ...text, text: 'one' })).toBeNull();
});

it('offers the largest input, halved, whose run needs little memory', async () => {
  // 4 (2·128²)² bytes are 4 GiB; a quarter of the pixels takes a sixteenth.
  expect(await smallerFor({ plan }, request(image(128)))).toMatchObject({ height: 64, width: 128 });
  expect(await smallerFor({ plan }, request(image(256)))).toMatchObject({ height: 64, width: 128 });
});

it('offers nothing where the size is not to blame', async () => {
  expect(await smallerFor({ plan }, request(image(32)))).toBeNull();
  const refuse = vi.fn().mockRejectedValue(new Refusal('no', '否'));
  expect(await smallerFor({ plan: refuse }, request(image(1024)))).toBeNull();
});

import { expect, test } from 'vitest';
import { Background } from '../../../src/engine/background';
import type { Engine, RunRequest } from '../../../src/engine/protocol';
import { FakeEngine, summaryOf } from '../state/fixtures';

const request = (mechanism: string): RunRequest => ({
  mechanism,
  params: {},
  input: { kind: 'text', text: 'cats like mice', dim: 16, position: 'none' },
  weights: { kind: 'pytorch', seed: 1 },
});

/** Engines that answer at once and note what they were asked. */
function connections() {
  const asked: string[] = [];
  const open = (): Engine => {
    asked.push('open');
    const engine = new FakeEngine();
    return Object.assign(engine, {
      run: async (wanted: RunRequest) => {
        asked.push(wanted.mechanism);
        return summaryOf(wanted);
      },
      loadImage: async () => {
        asked.push('image');
        return new ImageData(1, 1);
      },
      dispose: () => void asked.push('dispose'),
    });
  };
  return { asked, background: new Background(open) };
}

const rank = () => 0;

test('a run is read before the next one begins', async () => {
  const { asked, background } = connections();
  const read = async (_: Engine, { request: { mechanism } }: { request: RunRequest }) => {
    await new Promise((resume) => setTimeout(resume, 5));
    asked.push(`read ${mechanism}`);
    return mechanism;
  };
  const runs = ['sdpa', 'mha'].map((id) => background.run({ request: request(id), read, rank }));
  expect(await Promise.all(runs)).toEqual(['sdpa', 'mha']);
  expect(asked).toEqual(['open', 'sdpa', 'read sdpa', 'mha', 'read mha']);
});

test('a connection is opened when it is needed, again after a rest, and knows the image', async () => {
  const { asked, background } = connections();
  const run = () => background.run({ request: request('sdpa'), read: async () => 0, rank });
  background.rest();
  background.keepImage(new Blob(['an image']));
  expect(asked).toEqual([]);
  await run();
  await run();
  background.rest();
  await run();
  expect(asked).toEqual(['open', 'image', 'sdpa', 'sdpa', 'dispose', 'open', 'image', 'sdpa']);
});

test('a plan costs no run', async () => {
  const { asked, background } = connections();
  const { graph } = await background.plan(request('sdpa'), { rank });
  expect(graph.cost.macs).toBeGreaterThan(0);
  expect(asked).toEqual(['open']);
});

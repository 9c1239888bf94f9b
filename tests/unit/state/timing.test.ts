import { expect, test } from 'vitest';
import { type FinishedRun, type RunRequest, Superseded } from '../../../src/engine/protocol';
import { measure, type Progress, summarise } from '../../../src/state/timing';
import { Refusal } from '../../../src/trace/text';
import { summaryOf } from './fixtures';

const request = (mechanism: string): RunRequest => ({
  mechanism,
  params: {},
  input: { kind: 'text', text: 'cats like mice', dim: 16, position: 'none' },
  weights: { kind: 'pytorch', seed: 1 },
});

/** An engine that takes the milliseconds it is told, in turn, and notes what ran. */
function clock(times: Readonly<Record<string, readonly (number | Error)[]>>) {
  const ran: string[] = [];
  const counts = new Map<string, number>();
  let cancelled = 0;
  return {
    ran,
    cancels: () => cancelled,
    engine: {
      run: async (wanted: RunRequest): Promise<FinishedRun> => {
        ran.push(wanted.mechanism);
        const turn = counts.get(wanted.mechanism) ?? 0;
        counts.set(wanted.mechanism, turn + 1);
        const time = times[wanted.mechanism][turn];
        if (time instanceof Error) throw time;
        return { ...summaryOf(wanted), milliseconds: time };
      },
      cancel: () => {
        cancelled++;
      },
    },
  };
}

test('the median and the quartiles of known samples', () => {
  expect(summarise([5, 1, 3, 2, 4])).toEqual({ median: 3, q1: 2, q3: 4, samples: [5, 1, 3, 2, 4] });
  expect(summarise([1, 2, 3, 4])).toMatchObject({ median: 2.5, q1: 1.75, q3: 3.25 });
  expect(summarise([7])).toMatchObject({ median: 7, q1: 7, q3: 7 });
});

test('rounds are interleaved and the first does not count', async () => {
  const { engine, ran } = clock({ sdpa: [900, 1, 2, 3], mha: [800, 10, 30, 20] });
  const steps: Progress[] = [];
  const outcomes = await measure(engine, [request('sdpa'), request('mha')], {
    rounds: 3,
    onProgress: (progress) => steps.push(progress),
  });
  expect(ran).toEqual(['sdpa', 'mha', 'sdpa', 'mha', 'sdpa', 'mha', 'sdpa', 'mha']);
  expect(outcomes.map(({ timing }) => timing?.median)).toEqual([2, 20]);
  expect(outcomes[1].timing?.samples).toEqual([10, 30, 20]);
  expect(steps.map(({ done, total }) => [done, total])).toEqual(
    Array.from({ length: 8 }, (_, i) => [i + 1, 8]),
  );
  expect(steps[1].outcomes).toEqual([{}, {}]);
});

test('one that fails does not stop the others, and is not tried again', async () => {
  const why = new Refusal('It needs 9 GiB; choose a smaller input.', '需要 9 GiB；请减小输入。');
  const { engine, ran } = clock({ sdpa: [why], mha: [1, 2, 3] });
  const outcomes = await measure(engine, [request('sdpa'), request('mha')], { rounds: 2 });
  expect(outcomes[0]).toEqual({ failure: why.text });
  expect(outcomes[1].timing?.median).toBe(2.5);
  expect(ran.filter((id) => id === 'sdpa')).toHaveLength(1);
});

test('a cancellation stops the run under way and keeps what was measured', async () => {
  const abort = new AbortController();
  const { engine, ran, cancels } = clock({ sdpa: [1, 5, 6, 7], mha: [1, new Superseded(), 3, 4] });
  const outcomes = await measure(engine, [request('sdpa'), request('mha')], {
    rounds: 3,
    signal: abort.signal,
    onProgress: ({ done }) => done === 3 && abort.abort(),
  });
  expect(outcomes).toEqual([{ timing: summarise([5]) }, {}]);
  expect(ran).toHaveLength(3);
  expect(cancels()).toBe(1);
});

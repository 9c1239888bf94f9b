import { expect, it, vi } from 'vitest';
import type { Engine, FinishedRun, RunRequest } from '../../../../src/engine/protocol';
import { tableCsv } from '../../../../src/export/table';
import { createTranslator } from '../../../../src/i18n';
import { mechanismById } from '../../../../src/mechanisms/catalogue';
import type { Mechanism } from '../../../../src/mechanisms/define';
import { scalingSection } from '../../../../src/state/choose-scaling';
import type { Facts } from '../../../../src/state/facts';
import type { Planned, Survey } from '../../../../src/state/scaling-survey';
import { type Measured, measureTimes } from '../../../../src/state/scaling-times';
import { usualSizes } from '../../../../src/state/sizes';
import { plotData } from '../../../../src/ui/choose/scaling/plot-data';
import { plotRows } from '../../../../src/ui/choose/scaling/plot-files';
import { plotLines } from '../../../../src/ui/choose/scaling/plot-lines';
import { parseCsv } from '../../export/readers';

const sdpa = mechanismById('sdpa') as Mechanism;
const se = mechanismById('se') as Mechanism;
const { t } = createTranslator('en');
const language = { t, locale: 'en' } as const;

/** A plan whose cost is N² and which has room up to N = 1000. */
const at = (size: number): Planned => {
  const fits = size <= 1000;
  const facts = { macs: size ** 2, parameters: 0, memory: 8 * size, attention: { all: size } };
  return { size, facts: { ...facts, fit: { fits } } as unknown as Facts };
};
const survey: Survey = {
  points: [64, 256, 1024, 4096].map(at),
  ladder: [4096, 16_384].map(at),
  out: at(1024),
  missing: [],
};
const usual = scalingSection.usual;
const surveys = new Map([
  ['sdpa', survey],
  ['se', survey],
]);
const none = () => undefined;

it('fits, marks and labels the lines of the plan', () => {
  const lines = plotLines([sdpa], surveys, usual, none);
  const data = plotData(lines, { ...usual, range: [64, 4096] }, language, null);
  const [line] = data.lines;
  expect(line.points.map(({ beyond }) => beyond)).toEqual([false, false, true, true]);
  expect(line.exponents.map(({ power }) => power)).toEqual(['2.00', '2.00']);
  expect(line.out).toEqual({ x: 1024, y: 1024 ** 2 });
  expect(line.continued).toBeUndefined();
  expect(data.closed).toBe(1024);
  expect(data.describe({ line: 'sdpa', x: 1024 })).toContain('N = 1,024: 1.05');
});

it('has no line for what is never there', () => {
  const lines = plotLines([sdpa], surveys, { quantity: 'parameters' }, none);
  expect(lines[0].points).toEqual([]);
  expect(lines[0].limit).toBeNull();
});

it('draws measured times only, and continues their law as such', () => {
  const times = new Map([64, 256, 512].map((size) => [size, size / 100]));
  const timeOf = (_: Mechanism, size: number) => {
    const median = times.get(size);
    return median === undefined
      ? undefined
      : { median, q1: median / 2, q3: 2 * median, samples: [] };
  };
  const timed = { ...usual, quantity: 'time', range: [64, 4096] } as const;
  const two = { ...survey, points: [64, 256, 512, 4096].map(at) };
  const lines = plotLines([sdpa], new Map([['sdpa', two]]), timed, timeOf);
  const [line] = plotData(lines, timed, language, null).lines;
  expect(line.points.map(({ x, y, low, high }) => [x, y, low, high])).toEqual([
    [64, 0.64, 0.32, 1.28],
    [256, 2.56, 1.28, 5.12],
    [512, 5.12, 2.56, 10.24],
  ]);
  expect(line.continued?.[1].x).toBe(4096);
  expect(line.continued?.[1].y).toBeCloseTo(40.96, 9);
  // Where memory ends, the law passes at the size itself.
  expect(line.out?.y).toBeCloseTo(10.24, 9);
});

it('writes every point to CSV, as another reader finds it', async () => {
  const lines = plotLines([sdpa, se], surveys, usual, none);
  const [header, ...rows] = parseCsv(await tableCsv(plotRows(lines, usual)).text());
  expect(header).toEqual(
    'mechanism,name,positions,quantity,value,quartile1,quartile3,source,fits'.split(','),
  );
  expect(rows).toHaveLength(8);
  expect(rows[2]).toEqual([
    'sdpa',
    sdpa.name.en,
    '1024',
    'macs',
    `${1024 ** 2}`,
    '',
    '',
    'planned',
    'false',
  ]);
});

it('measures from the smallest size, and stops where it is too large or would take too long', async () => {
  const sizeOf = ({ input }: RunRequest): number => (input.kind === 'random' ? input.tokens : 0);
  // 64 positions take 1 ms, and every further one as many times more as the plan says.
  const run = vi.fn(
    async (request: RunRequest) =>
      ({ milliseconds: request.mechanism === 'se' ? 1 : sizeOf(request) ** 2 }) as FinishedRun,
  );
  const engine: Pick<Engine, 'run' | 'cancel'> = { run, cancel: vi.fn() };
  const found: Measured[] = [];
  let share = 0;
  await measureTimes(
    engine,
    [sdpa, se].map((mechanism) => ({ mechanism, points: [16, 36, 64, 256, 1024].map(at) })),
    {
      axis: 'positions',
      base: usualSizes,
      signal: new AbortController().signal,
      onMeasured: (measured, done) => {
        found.push(...measured);
        expect(done).toBeGreaterThanOrEqual(share);
        share = done;
      },
    },
  );
  const of = (id: string) =>
    found
      .filter(({ mechanism }) => mechanism.id === id)
      .map(({ size, timing }) => [size, timing.median]);
  expect(of('sdpa')).toEqual([
    [16, 256],
    [36, 1296],
  ]);
  // 1024 does not fit.
  expect(of('se')).toEqual([16, 36, 64, 256].map((size) => [size, 1]));
  expect(share).toBe(1);
});

import { describe, expect, test } from 'vitest';
import type { Planned, RunRequest } from '../../../src/engine/protocol';
import { sizesOf } from '../../../src/inputs/choice';
import { catalogue, mechanismById } from '../../../src/mechanisms/catalogue';
import { resolveParams } from '../../../src/mechanisms/params';
import { plan } from '../../../src/mechanisms/plan';
import { chooserSection, weightsOf } from '../../../src/state/choose-chooser';
import { type Candidate, criterionNames } from '../../../src/state/chooser/criteria';
import { rank, type Weights } from '../../../src/state/chooser/rank';
import { type Finding, look, requestFor, sizesFor } from '../../../src/state/chooser/survey';
import { type TaskName, taskNames, tasks } from '../../../src/state/chooser/tasks';
import { factsOf } from '../../../src/state/facts';
import { type Sizes, usualSizes } from '../../../src/state/sizes';
import { parseAmount } from '../../../src/ui/choose/chooser/amount';

const sources: Record<string, string> = import.meta.glob('/src/state/chooser/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The plan of the worker, here. */
async function planned({ mechanism: id, params, input }: RunRequest): Promise<Planned> {
  const mechanism = mechanismById(id);
  if (!mechanism) throw new Error(`no mechanism ${id}`);
  const inputs = sizesOf(input, mechanism.inputs);
  const resolved = resolveParams(mechanism, params, inputs);
  const { graph } = plan(mechanism, resolved.params, inputs);
  const fit = { fits: true, largest: 0, total: 0, limits: { tensor: 0, total: 0 } };
  return { graph, inputs, ...resolved, fit };
}

const sizesOfMap = (side: number, channels: number, shape: Sizes['shape'] = 'map'): Sizes => ({
  ...usualSizes,
  shape,
  tokens: side ** 2,
  height: side,
  width: side,
  channels,
});

const survey = (task: TaskName, sizes: Sizes): Promise<Finding[]> =>
  Promise.all(catalogue.map((m) => look(m, task, sizesFor(task, sizes), planned)));

const candidatesOf = (findings: readonly Finding[]): Candidate[] =>
  findings.flatMap((f) => (f.kind === 'candidate' ? [f.candidate] : []));

const ranked = async (task: TaskName, sizes: Sizes, weights: Weights = tasks[task].weights) =>
  rank(candidatesOf(await survey(task, sizes)), weights, {}, new Map());

const orderOf = async (task: TaskName, sizes: Sizes): Promise<string[]> =>
  (await ranked(task, sizes)).within.map(({ candidate }) => candidate.mechanism.id);

describe.each([
  [7, 512],
  [14, 256],
  [16, 32],
  [32, 64],
  [32, 256],
  [56, 64],
])('recommendations in circulation at %i × %i pixels', (side, channels) => {
  const sizes = sizesOfMap(side, channels);

  test.each([
    ['classification', ['eca', 'se']],
    ['detection', ['bam', 'cbam']],
    ['segmentation', ['criss-cross', 'danet']],
  ] as const)('%s', async (task, first) => {
    expect((await orderOf(task, sizes)).slice(0, 2).sort()).toEqual(first);
  });

  test('long text: external, simplified, AFT and windows before full attention', async () => {
    const order = await orderOf('long-text', sizes);
    for (const id of ['external', 'simplified-self', 'aft', 'local'])
      for (const full of ['self', 'mha']) {
        expect(order).toContain(id);
        expect(order.indexOf(id)).toBeLessThan(order.indexOf(full));
      }
  });

  test('generation: causal attention, and nothing that sees what comes later', async () => {
    const order = await orderOf('generation', sizes);
    expect(order[0]).toBe('causal');
    for (const id of ['external', 'aft', 'muse', 'mobilevit-v2']) expect(order).not.toContain(id);
  });
});

test('mobile: ECA among maps, external attention among sequences', async () => {
  expect((await orderOf('mobile', sizesOfMap(32, 64)))[0]).toBe('eca');
  expect((await orderOf('mobile', sizesOfMap(32, 64, 'sequence')))[0]).toBe('external');
});

test('no mechanism is named where they are ranked', () => {
  expect(Object.keys(sources).length).toBeGreaterThan(4);
  // Ids that are words of the chooser's own.
  const words = new Set(['local', 'self', 'hard', 'location', 'causal']);
  for (const [file, source] of Object.entries(sources))
    for (const { id } of catalogue)
      if (!words.has(id)) expect(source.includes(`'${id}'`), `${id} in ${file}`).toBe(false);
});

test.each(taskNames)(
  '%s: every mechanism is accounted for, every number is the plan’s',
  async (task) => {
    const sizes = sizesFor(task, sizesOfMap(32, 64));
    const findings = await survey(task, sizes);
    expect(findings).toHaveLength(catalogue.length);
    const all = Object.fromEntries(criterionNames.map((name) => [name, 1]));
    const { within } = rank(candidatesOf(findings), all, {}, new Map());
    for (const { candidate, reasons, score } of within) {
      const request = requestFor(candidate, sizes);
      const facts = factsOf(await planned(request), candidate.mechanism.reach);
      const value = (name: string) => reasons.find(({ criterion }) => criterion === name)?.value;
      expect(value('macs')).toBe(facts.macs);
      expect(value('parameters')).toBe(facts.parameters);
      expect(value('memory')).toBe(facts.memory);
      if (candidate.masked === 0) expect(value('seen')).toBe(facts.seen);
      expect(reasons.reduce((sum, { part }) => sum + part, 0)).toBeCloseTo(score, 10);
      expect(score).toBeLessThanOrEqual(1);
    }
  },
);

test('papers are cited only by mechanisms of their own', async () => {
  for (const task of taskNames)
    for (const { mechanism, evidence } of candidatesOf(await survey(task, usualSizes)))
      if (evidence) {
        expect(mechanism.papers).toContain(evidence.paper);
        expect(evidence.level === 2 || evidence.on).toBeTruthy();
      }
  // Forms without projections are not what the paper of the Transformer measured.
  const found = candidatesOf(await survey('generation', usualSizes));
  const of = (id: string) => found.find(({ mechanism }) => mechanism.id === id)?.evidence;
  expect(of('causal')).toMatchObject({ level: 1, on: 'WMT 2014' });
  expect(of('simplified-self')).toBeUndefined();
});

describe('ranking', () => {
  const make = (id: string, macs: number, parameters: number): Candidate => {
    const mechanism = mechanismById(id);
    if (!mechanism) throw new Error(id);
    const traits = {
      takes: 'map',
      keeps: true,
      channelGates: 0,
      positionGates: 0,
      ownWeights: false,
      causal: null,
    } as const;
    const facts = { macs, parameters, memory: 0 };
    return { mechanism, form: {}, facts, traits, seen: 0, masked: 0 };
  };
  const three = [make('se', 10, 300), make('eca', 20, 100), make('cbam', 20, 200)];
  const ids = (list: readonly { candidate: Candidate }[]) =>
    list.map(({ candidate }) => candidate.mechanism.id);

  test('places give points, evenly; weights say how much they count', () => {
    const { within } = rank(three, { macs: 1, parameters: 2 }, {}, new Map());
    expect(ids(within)).toEqual(['eca', 'se', 'cbam']);
    const scores = within.map(({ score }) => Number(score.toFixed(6)));
    expect(scores).toEqual([0.666667, 0.333333, 0.333333]);
    const [macs, parameters] = within[2].reasons;
    expect(macs).toMatchObject({ criterion: 'macs', value: 20, place: 2, places: 2, part: 0 });
    expect(parameters).toMatchObject({ value: 200, place: 2, places: 3, weight: 2 });
  });

  test('what exceeds a budget moves below, with how many times, and keeps its score', () => {
    const budget = { macs: 10, parameters: 150 };
    const { within, over } = rank(three, { macs: 1 }, budget, new Map());
    expect(ids(within)).toEqual([]);
    expect(ids(over)).toEqual(['se', 'eca', 'cbam']);
    expect(over[2].over).toEqual([
      { limit: 'macs', times: 2 },
      { limit: 'parameters', times: 200 / 150 },
    ]);
    expect(over[0].score).toBe(1);
    // As much as allowed is not over.
    expect(ids(rank(three, { macs: 1 }, { macs: 10 }, new Map()).within)).toEqual(['se']);
  });

  test('a limit of time holds for what has been measured', () => {
    const times = new Map([
      ['se', 4],
      ['eca', 1],
    ]);
    const { within, over } = rank(three, { time: 1 }, { milliseconds: 2 }, times);
    expect(ids(over)).toEqual(['se']);
    expect(over[0].over).toEqual([{ limit: 'milliseconds', times: 2 }]);
    expect(ids(within)).toEqual(['eca', 'cbam']);
    expect(within[1].reasons[0]).toMatchObject({ value: undefined, part: 0 });
  });

  test('a time that does not count is shown all the same, and changes no score', () => {
    const { within } = rank(three, { macs: 1 }, {}, new Map([['se', 4]]));
    const time = within.map(({ reasons }) => reasons.find((r) => r.criterion === 'time'));
    expect(time.map((r) => [r?.value, r?.weight, r?.part])).toEqual([
      [4, 0, 0],
      [undefined, 0, 0],
      [undefined, 0, 0],
    ]);
    expect(rank(three, {}, {}, new Map([['se', 4]])).within[0].score).toBe(0);
  });

  test('nothing that matters leaves scores of 0', () => {
    expect(rank(three, {}, {}, new Map()).within.map(({ score }) => score)).toEqual([0, 0, 0]);
  });
});

describe('address', () => {
  const there = (query: string) => chooserSection.decode(new URLSearchParams(query));

  test('what is asked comes back', () => {
    const view = {
      task: 'detection',
      budget: { macs: 1_500_000, milliseconds: 2.5 },
      weights: { macs: 3, source: 0 },
    } as const;
    const query = new URLSearchParams(chooserSection.encode(view).map(([k, v]) => [k, v]));
    expect(query.toString()).toContain('task=detection');
    expect(there(query.toString())).toEqual({ value: view, problem: false });
    expect(weightsOf(view)).toMatchObject({ macs: 3, source: 0, positionGates: 2 });
    expect(chooserSection.encode(chooserSection.usual)).toEqual([]);
  });

  test.each([
    'task=telepathy',
    'within=macs:-1',
    'within=macs:',
    'within=beauty:1',
    'matters=macs:6',
    'matters=macs:1.5',
  ])('%s is a problem, and the rest stays usual', (query) => {
    expect(there(query)).toEqual({ value: chooserSection.usual, problem: true });
  });
});

test.each([
  ['1,500', 1500],
  ['20K', 20_000],
  ['1.5 m', 1_500_000],
  ['.5', 0.5],
  ['0', undefined],
  ['-3', undefined],
  ['much', undefined],
])('%s is read as %s', (text, amount) => {
  expect(parseAmount(text)).toBe(amount);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { colourerOf, colouringOf } from '../../../src/draw/colour';
import { createEngine } from '../../../src/engine/client';
import type { Engine, RunSummary } from '../../../src/engine/protocol';
import { printTheme } from '../../../src/export/sheet';
import { svgOf } from '../../../src/export/svg';
import { createTranslator } from '../../../src/i18n';
import { defaultInputFor, type InputChoice } from '../../../src/inputs/choice';
import { catalogue } from '../../../src/mechanisms/catalogue';
import type { Mechanism } from '../../../src/mechanisms/define';
import { createActions } from '../../../src/state/actions';
import type { Atlas } from '../../../src/state/atlas';
import { defaultView } from '../../../src/state/default-view';
import { createLessons } from '../../../src/state/lessons';
import { createParity } from '../../../src/state/parity';
import { stepsOf } from '../../../src/state/steps';
import { createAtlasStore } from '../../../src/state/store';
import { defaultDisplay } from '../../../src/state/view';
import { type PartChoice, stepDrawing } from '../../../src/ui/export/step-drawing';
import { smallPrintOf, subjectOf, titleOf } from '../../../src/ui/export/words';
import { plainSheet, screen } from './figures';
import { everything, parseXml, partsOf } from './xml';

let engine: Engine;
beforeAll(() => {
  engine = createEngine();
});
afterAll(() => engine.dispose());

const small = (mechanism: Mechanism): InputChoice => {
  const input = defaultInputFor(mechanism);
  if (input.kind === 'image') return { ...input, height: 16, width: 16, channels: 16 };
  // Some know few words, and have sentences of their own.
  const knowsWords = Object.values(mechanism.inputs).some(({ vocabulary }) => vocabulary);
  if (input.kind !== 'text' || knowsWords) return input;
  return { ...input, text: 'cats like mice', second: 'mice like cats too', dim: 16 };
};

async function run(mechanism: Mechanism): Promise<{ atlas: Atlas; summary: RunSummary }> {
  const view = {
    ...defaultView,
    mechanism: mechanism.id,
    input: small(mechanism),
    weights: { kind: 'pytorch', seed: 7, gain: 1 } as const,
    pin: null,
    theme: 'dark',
    locale: 'en',
  } as const;
  const { params, input, weights } = view;
  const summary = await engine.run({ mechanism: mechanism.id, params, input, weights });
  const store = createAtlasStore(view);
  store.setState({ summary, status: { phase: 'done' } });
  const actions = createActions(store, engine);
  const lessons = createLessons(store, actions, () => localStorage);
  return { atlas: { store, actions, lessons, commands: [], engine, ...idle }, summary };
}

/** What figures do not use. */
const idle: Pick<Atlas, 'imports' | 'parity'> = {
  imports: { open: () => Promise.resolve(), show: () => undefined },
  parity: createParity({
    cases: () => Promise.resolve([]),
    createChecker: () => Promise.reject(new Error('no workers here')),
    backends: () => [],
  }),
};

const unmarked = { pin: null, explanation: null, region: null };
const translator = createTranslator('en');
const named = (id: string): Mechanism => {
  const found = catalogue.find((m) => m.id === id);
  if (!found) throw new Error(id);
  return found;
};

async function exported(
  atlas: Atlas,
  summary: RunSummary,
  name: string,
  part: PartChoice = 'main',
) {
  const step = stepsOf(summary.graph).find((s) => s.key === name);
  if (!step) throw new Error(name);
  const drawing = stepDrawing(atlas, translator, step, part, unmarked);
  return parseXml((await svgOf(document, drawing, plainSheet, screen, 2)).svg);
}

test('a figure of the stage has the colours of the numbers that the engine computed', async () => {
  const { atlas, summary } = await run(named('mha'));
  const root = await exported(atlas, summary, 'weights');
  const node = stepsOf(summary.graph).find((s) => s.key === 'weights')?.node;
  const { data, axes } = await engine.data(summary.run, node?.id ?? -1);
  const cells = axes.slice(-2).reduce((n, a) => n * a.size, 1);
  const head = data.subarray(0, cells);
  const colouring = colouringOf(
    { min: Math.min(...head), max: Math.max(...head) },
    'local',
    'weights',
  );
  const colour = colourerOf(colouring, printTheme);
  const fills = partsOf(root, 'cells')[0].children.map((n) => n.attributes.fill);
  expect(fills).toEqual(Array.from(head, colour));
  const title = everything(root).find((n) => n.text === 'query');
  expect(title?.attributes.fill).toBe(printTheme.roles.query);
});

test('a figure, its companion and its small multiples go on one sheet', async () => {
  const { atlas, summary } = await run(named('mha'));
  const alone = partsOf(await exported(atlas, summary, 'weights'), 'cells');
  const all = partsOf(await exported(atlas, summary, 'weights', 'all'), 'cells');
  const heads = stepsOf(summary.graph)
    .find((s) => s.key === 'weights')
    ?.node.axes.find((a) => a.role === 'head');
  expect(all).toHaveLength(alone.length + (heads?.size ?? 0));
});

test('what the person does meanwhile does not get into the file', async () => {
  const { atlas, summary } = await run(named('mha'));
  const before = await exported(atlas, summary, 'weights');
  const during = exported(atlas, summary, 'weights');
  atlas.store.setState({
    hovered: { step: 'weights', index: [0, 0, 0, 0] },
    selection: { head: 1 },
    display: { ...defaultDisplay, scale: 'log' },
  });
  expect(await during).toEqual(before);
});

test('title and small print say what is needed to make the figure again', async () => {
  const { summary } = await run(named('mha'));
  const step = stepsOf(summary.graph).find((s) => s.key === 'weights');
  if (!step) throw new Error('no weights');
  const subject = subjectOf(summary, step, { head: 2 });
  const words = { t: translator.t, locale: 'en' } as const;
  expect(titleOf(subject, words)).toBe('Multi-head self-attention: Attention weights, head 2');
  const [print] = smallPrintOf(subject, defaultDisplay, words);
  for (const part of [
    '(mha)',
    'num_heads 8',
    'seed 7',
    'cats like mice',
    'query 3 × key 3',
    'own range',
    summary.backend,
  ])
    expect(print).toContain(part);
});

describe('every step of every mechanism can be exported', () => {
  test.each(catalogue.map((m) => [m.id, m] as const))('%s', async (_, mechanism) => {
    const { atlas, summary } = await run(mechanism);
    for (const { key } of stepsOf(summary.graph)) {
      const nodes = everything(await exported(atlas, summary, key));
      const drawn = nodes.filter((n) =>
        ['rect', 'path', 'image', 'circle'].includes(n.name),
      ).length;
      const numbers = nodes.filter((n) => n.name === 'text' && n.text !== '').length;
      // A figure has marks beside the paper; a single number is its text.
      expect(drawn + numbers, key).toBeGreaterThan(1);
    }
  });
});

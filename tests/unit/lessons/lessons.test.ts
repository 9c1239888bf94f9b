/**
 * Every step of every lesson, in both languages, with the real engine. One lesson alone:
 * `npx vitest run --project unit tests/unit/lessons/lessons.test.ts -t 'lesson ID '`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figureFor, viewRequestFor } from '../../../src/draw/choose';
import type { LessonStep, LessonView, Quote } from '../../../src/lessons/lesson';
import { lessons } from '../../../src/lessons/lessons';
import { parseMarkup } from '../../../src/lessons/markup';
import { mechanismById } from '../../../src/mechanisms/catalogue';
import { defaultView } from '../../../src/state/default-view';
import { measured, stepNamed } from '../../../src/state/lesson-measure';
import { answerOf, optionAxis } from '../../../src/state/lesson-question';
import { isDone } from '../../../src/state/lesson-task';
import { differences } from '../../../src/state/lesson-view';
import { currentStep, isCellOf, stepsOf } from '../../../src/state/steps';
import { decodeView, encodeView } from '../../../src/state/url';
import { locales, type Pin, viewOf } from '../../../src/state/view';
import type { Text } from '../../../src/trace/text';
import { layoutOf } from '../../../src/ui/stage/cells';
import { createRoom, type Opened, type Room, solutionOf } from './room';

const longest = 420;
let room: Room;
beforeAll(() => {
  room = createRoom();
});
afterAll(() => room.close());

/** All texts with markup of a step. */
const textsOf = ({ text, printed, question, task }: LessonStep): readonly Text[] =>
  [text, printed?.why, question?.ask, question?.reveal, task?.say].filter((t) => t !== undefined);

/** What a text links to, quotes and typesets, whatever the words. */
const marksIn = (text: string): readonly string[] =>
  parseMarkup(text)
    .filter(({ kind }) => kind !== 'words')
    .map((token) => JSON.stringify({ ...token, words: undefined }))
    .sort();

const wordsIn = (text: string): string =>
  parseMarkup(text)
    .map((token) => ('words' in token ? token.words : ' '))
    .join('');

/** What a quote says, beside what is computed, both as written. */
const written = (value: number, { digits }: Pick<Quote, 'digits'>) => value.toFixed(digits);

/** The states that a view must not end in: refused, changed to fit, or without the step that it names. */
function expectOpen({ state, picture }: Opened): void {
  expect(state.status).toEqual({ phase: 'done' });
  expect(state.summary?.notes).toEqual([]);
  expect(differences(state, picture)).toEqual([]);
}

/** Its address opens it again, whole. */
function expectAddress({ state, picture }: Opened): void {
  const address = encodeView(viewOf(state), defaultView);
  const { view, problems } = decodeView(address, defaultView);
  expect(problems).toEqual([]);
  expect(differences(view, picture)).toEqual([]);
}

async function expectFigure({ state }: Opened): Promise<void> {
  const { summary } = state;
  if (!summary) throw new Error('nothing was computed');
  const steps = stepsOf(summary.graph);
  const telling = mechanismById(state.mechanism)?.telling ?? '';
  const shown = currentStep(steps, state.step, telling);
  if (!shown) throw new Error('no step is shown');
  if (state.step !== null) expect(shown.key).toBe(state.step);
  const plan = figureFor(shown.node, summary.graph);
  const { fixed } = layoutOf(plan, shown.node.axes, state.selection);
  const view = await room.engine.view(summary.run, viewRequestFor(plan, fixed, [64, 64]));
  expect(view.data.length).toBeGreaterThan(0);
}

const expectCell = ({ state }: Opened, { step, index }: Pin): void => {
  if (!state.summary) throw new Error('nothing was computed');
  expect(isCellOf(stepNamed(state.summary, step).node, index)).toBe(true);
};

test('ids are different, and every mechanism that is named exists', () => {
  expect(new Set(lessons.map(({ id }) => id)).size).toBe(lessons.length);
  const named = (view: LessonView) => [view.mechanism, view.compare?.mechanism];
  for (const { id, steps } of lessons) {
    expect(id).toMatch(/^[a-z0-9-]+$/);
    expect(steps.length).toBeGreaterThan(0);
    for (const mechanism of steps.flatMap(({ view }) => named(view)))
      if (mechanism) expect(mechanismById(mechanism)?.id).toBe(mechanism);
  }
});

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))('lesson %s', (_, lesson) => {
  const known = lesson.steps.flatMap(({ quotes, printed }) => [
    ...Object.values(quotes ?? {}).map(({ value, digits }) => value.toFixed(digits)),
    ...(printed?.rows ?? []).map((row) => `${row.printed}`),
  ]);

  describe.each(lesson.steps.map((step, i) => ({ step, at: i + 1 })))('step $at', ({ step }) => {
    test('its texts agree in both languages, and its marks lead somewhere', () => {
      for (const text of [lesson.title, lesson.lead, step.title])
        for (const locale of locales) expect(parseMarkup(text[locale])).toHaveLength(1);
      for (const text of textsOf(step)) {
        expect(marksIn(text.zh)).toEqual(marksIn(text.en));
        for (const locale of locales) {
          expect(text[locale].length).toBeLessThanOrEqual(longest);
          // What is left of a mark that could not be read.
          expect(wordsIn(text[locale])).not.toMatch(/[{}$]|\]\(/);
          for (const token of parseMarkup(text[locale])) {
            if (token.kind === 'quote')
              expect(Object.keys(step.quotes ?? {})).toContain(token.name);
            if (token.kind === 'lesson') expect(lessons.map(({ id }) => id)).toContain(token.id);
          }
          // A percentage brings its sign.
          for (const [, name] of text[locale].matchAll(/\{([\w-]+)\}\s*%/g))
            expect(step.quotes?.[name].percent).not.toBe(true);
          // A number with many digits is a quote, or what a source prints.
          for (const [number] of wordsIn(text[locale]).matchAll(/\d+\.\d{3,}/g))
            expect(known).toContain(number);
        }
      }
      const used = textsOf(step)
        .map(({ en }) => en)
        .join(' ');
      for (const name of Object.keys(step.quotes ?? {})) expect(used).toContain(`{${name}}`);
    });

    test.each(locales)('opens with its figure, its links and its numbers, %s', async (locale) => {
      const opened = await room.open(step.view, locale);
      expectOpen(opened);
      expectAddress(opened);
      if (opened.state.page === 'explore') await expectFigure(opened);
      if (opened.state.page === 'compare') await room.readings.second();
      for (const token of textsOf(step).flatMap((text) => parseMarkup(text[locale]))) {
        if (token.kind === 'step' && opened.state.summary)
          stepNamed(opened.state.summary, token.step);
        if (token.kind === 'cell') expectCell(opened, token.pin);
      }
      for (const [name, quote] of Object.entries(step.quotes ?? {})) {
        const computed = (await measured(quote.measure, room.readings)) * (quote.percent ? 100 : 1);
        expect(`${name} = ${written(quote.value, quote)}`).toBe(
          `${name} = ${written(computed, quote)}`,
        );
        expect(Number(written(quote.value, quote))).toBe(quote.value);
      }
      for (const row of step.printed?.rows ?? []) {
        const computed = (await measured(row.measure, room.readings)) * (row.percent ? 100 : 1);
        expect(Number.isFinite(row.printed) && Number.isFinite(computed)).toBe(true);
        expect(written(row.printed, row)).not.toBe(written(computed, row));
      }
    });

    if (step.question)
      test('its question has one answer', async () => {
        const { question } = step;
        if (!question) return;
        const { state } = await room.open(step.view, 'en');
        const answer = await answerOf(question, room.readings);
        if (answer.kind === 'number') {
          expect(Number.isFinite(answer.value)).toBe(true);
          expect(
            'tolerance' in question.answer && question.answer.tolerance,
          ).toBeGreaterThanOrEqual(0);
          return;
        }
        expect(answer.values.every(Number.isFinite)).toBe(true);
        expect(answer.values.length).toBeGreaterThan(1);
        if (question.answer.kind === 'holds') return;
        if ('index' in question.answer && state.summary)
          expect(optionAxis(question.answer, state.summary).size).toBe(answer.values.length);
        const best = answer.values[answer.right];
        const others = answer.values.filter((_, i) => i !== answer.right);
        for (const other of others)
          expect(Math.abs(best - other)).toBeGreaterThan(1e-6 * Math.abs(best));
      });

    if (step.task)
      test('its task waits for the reader, and can be done', async () => {
        const { task } = step;
        if (!task) return;
        const opened = await room.open(step.view, 'en');
        expect(await isDone(task, opened.state, opened.picture, room.readings)).toBe(false);
        let solved = await room.open(solutionFor(step, opened), 'en');
        expectOpen(solved);
        if (task.kind === 'time')
          solved = { ...solved, state: { ...solved.state, timed: task.mechanisms } };
        if (task.kind === 'param' && solved.state.summary)
          expect(Object.keys(solved.state.summary.params)).toContain(task.name);
        expect(await isDone(task, solved.state, opened.picture, room.readings)).toBe(true);
      });
  });
});

/** A view in which the task is done; any cell will do where the task names none. */
function solutionFor(step: LessonStep, { state }: Opened): LessonView {
  const { task, view } = step;
  if (!task) return view;
  if (task.kind !== 'pin' || task.index || task.solution || !state.summary)
    return solutionOf(task, view);
  const { axes } = stepNamed(state.summary, task.step).node;
  return solutionOf({ ...task, index: axes.map(() => 0) }, view);
}

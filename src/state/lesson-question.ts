import type { Question } from '../lessons/lesson';
import type { Axis } from '../trace/axes';
import { cellsWhere, measured, type Reading, type Readings, stepNamed } from './lesson-measure';

/** What the engine works out: the number asked for, or the right option and the number of each. */
export type Answer =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'option'; readonly right: number; readonly values: readonly number[] };

type Spread = Extract<Question['answer'], { index: unknown }>;

/** The axis whose positions are the options of a question. */
export function optionAxis(answer: Spread, planned: Reading['planned']): Axis {
  const { node } = stepNamed(planned, answer.step);
  const at = answer.index.indexOf(null);
  const axis = node.axes[at];
  if (!axis || answer.index.length !== node.axes.length || answer.index.lastIndexOf(null) !== at)
    throw new Error(`one index of "${answer.step}" must be null`);
  return axis;
}

/** The answer of a question, from the numbers of a run. */
export async function answerOf({ answer }: Question, readings: Readings): Promise<Answer> {
  if (answer.kind === 'number')
    return { kind: 'number', value: await measured(answer.measure, readings) };
  if (answer.kind === 'holds') {
    const [a, b] = [await measured(answer.a, readings), await measured(answer.b, readings)];
    return { kind: 'option', right: holds(a, answer.relation, b) ? 0 : 1, values: [a, b] };
  }
  const values =
    'options' in answer
      ? await Promise.all(answer.options.map(({ measure }) => measured(measure, readings)))
      : await spread(answer, await readings.first());
  const most = answer.kind === 'most' || answer.kind === 'largest';
  const right = values.indexOf(most ? Math.max(...values) : Math.min(...values));
  return { kind: 'option', right, values };
}

async function spread(answer: Spread, { planned, data }: Reading): Promise<readonly number[]> {
  optionAxis(answer, planned);
  return cellsWhere(await data(stepNamed(planned, answer.step).node.id), answer.index);
}

/** Numbers of 32 bits are equal within their precision. */
function holds(a: number, relation: '<' | '>' | '=', b: number): boolean {
  const equal = Math.abs(a - b) <= 1e-5 * Math.max(1e-12, Math.abs(a), Math.abs(b));
  return relation === '=' ? equal : !equal && (relation === '<' ? a < b : a > b);
}

import { type Criterion, criterionNames, mostWeight } from './chooser/criteria';
import { type Budget, budgetNames, type Weights } from './chooser/rank';
import { type TaskName, taskNames, tasks } from './chooser/tasks';
import type { Section } from './section';

/** What the chooser was asked. */
export interface ChooserView {
  readonly task: TaskName;
  readonly budget: Budget;
  /** How much criteria matter, where the reader has changed it. */
  readonly weights: Weights;
}

const usual: ChooserView = { task: 'classification', budget: {}, weights: {} };

/** How much each criterion matters: as the task says, or as the reader does. */
export const weightsOf = ({ task, weights }: ChooserView): Weights => ({
  ...tasks[task].weights,
  ...weights,
});

/** `task=detection&within=macs:1000000&matters=macs:3,source:0`. */
export const chooserSection: Section<ChooserView> = {
  usual,
  encode: ({ task, budget, weights }) => {
    const entries: [string, string][] = task === usual.task ? [] : [['task', task]];
    for (const [key, named] of [
      ['within', budget],
      ['matters', weights],
    ] as const) {
      const text = Object.entries(named).map(([name, value]) => `${name}:${value}`);
      if (text.length > 0) entries.push([key, text.join()]);
    }
    return entries;
  },
  decode: (query) => {
    const text = query.get('task');
    const task = text === null ? usual.task : taskNames.find((name) => name === text);
    const budget = parse(query.get('within'), budgetNames, (value) => value > 0);
    const weights = parse<Criterion>(query.get('matters'), criterionNames, isWeight);
    return {
      value: { task: task ?? usual.task, budget: budget ?? {}, weights: weights ?? {} },
      problem: !task || !budget || !weights,
    };
  },
};

const isWeight = (value: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= mostWeight;

/** Numbers by name, `name:number,name:number`; undefined where one cannot be read. */
function parse<K extends string>(
  text: string | null,
  names: readonly K[],
  allowed: (value: number) => boolean,
): Partial<Record<K, number>> | undefined {
  const found: Partial<Record<K, number>> = {};
  for (const item of text?.split(',').filter(Boolean) ?? []) {
    const [word, digits] = item.split(':');
    const name = names.find((n) => n === word);
    const value = Number(digits || Number.NaN);
    if (!name || !Number.isFinite(value) || !allowed(value)) return undefined;
    found[name] = value;
  }
  return found;
}

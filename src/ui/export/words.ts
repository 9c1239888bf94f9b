import type { RunSummary } from '../../engine/protocol';
import { app, type Provenance } from '../../export/provenance';
import type { Fixed } from '../../export/take';
import type { Translate } from '../../i18n';
import type { InputChoice } from '../../inputs/choice';
import { mechanismById } from '../../mechanisms/catalogue';
import type { ShownStep } from '../../state/steps';
import { type Display, type Locale, type Selection, scaleFor } from '../../state/view';
import type { Text } from '../../trace/text';
import { positionName, stepTitle } from '../names';
import { layoutOf } from '../stage/cells';
import { planFor } from '../stage/positions';
import { weightsAre } from '../weights-are';

/** A step of a run, as exports name and describe it. */
export interface Subject {
  readonly summary: RunSummary;
  readonly step: ShownStep;
  /** Where its figure fixes the axes that it does not spread out. */
  readonly fixed: Fixed;
}

export function subjectOf(summary: RunSummary, step: ShownStep, selection: Selection): Subject {
  const plan = planFor(step.node, summary.graph);
  return { summary, step, fixed: layoutOf(plan, step.node.axes, selection).fixed };
}

/** An input as plain data: of tensors from a file, only their names and shapes. */
const inputData = (input: InputChoice): Provenance['input'] =>
  input.kind === 'tensors'
    ? {
        kind: 'tensors',
        tensors: Object.fromEntries(
          Object.entries(input.tensors).map(([name, { shape }]) => [name, { shape }]),
        ),
      }
    : { ...input };

function weightsData({ graph, request: { weights } }: RunSummary): Provenance['weights'] {
  if (graph.parameters === 0) return { kind: 'none' };
  if (weights.kind === 'imported') return { kind: weights.kind, name: weights.name };
  return weights.kind === 'learned'
    ? { kind: weights.kind, name: weights.model.name, seed: weights.model.card.seed }
    : { ...weights };
}

export function provenanceOf({ summary, step }: Pick<Subject, 'summary' | 'step'>): Provenance {
  const { mechanism, input } = summary.request;
  const { name, part, text } = step.node.step;
  return {
    mechanism: {
      id: mechanism,
      name: mechanismById(mechanism)?.name ?? { en: mechanism, zh: mechanism },
    },
    params: summary.params,
    weights: weightsData(summary),
    input: inputData(input),
    backend: summary.backend,
    step: { name, part, title: text.title, role: text.role, formula: text.formula },
  };
}

/** What words are made with. */
export interface Language {
  readonly t: Translate;
  readonly locale: Locale;
}

/** `head 3, channel mean`: where the figure fixes axes of more than one position. */
function positions({ step, fixed }: Subject, { t, locale }: Language): string[] {
  return step.node.axes.flatMap((axis) => {
    const at = axis.size > 1 ? fixed[axis.role] : undefined;
    if (at === undefined) return [];
    const name = typeof at === 'number' ? positionName(axis, at, locale) : t(`export.pool.${at}`);
    return `${t(`axis.${axis.role}`)} ${name}`;
  });
}

/** `Multi-head attention: attention weights, head 3`. */
export function titleOf(subject: Subject, language: Language): string {
  const { t, locale } = language;
  const text = (both: Text) => both[locale];
  const { mechanism } = provenanceOf(subject);
  const step = [stepTitle(subject.step.node.step, text), ...positions(subject, language)];
  return t('export.named', { mechanism: text(mechanism.name), step: step.join(t('comma')) });
}

export function inputWords(input: InputChoice, t: Translate): string {
  switch (input.kind) {
    case 'text': {
      const whole = [input.text, input.second].filter(Boolean).join(' / ');
      const text = whole.length > 60 ? `${whole.slice(0, 59)}…` : whole;
      const position = t(`export.input.position.${input.position}`);
      return t('export.input.text', { text, dim: input.dim, position });
    }
    case 'image':
      return t('export.input.image', { ...input });
    case 'random':
      return t('export.input.random', { seed: input.seed });
    case 'numbers':
      return t('export.input.numbers');
    case 'tensors':
      return t('export.input.tensors', { names: Object.keys(input.tensors).join(t('comma')) });
  }
}

/** What is needed to make the figure again, in one paragraph. */
export function smallPrintOf(
  { summary, step }: Subject,
  display: Display,
  { t, locale }: Language,
): string[] {
  const { mechanism, input } = summary.request;
  const name = mechanismById(mechanism)?.name[locale] ?? mechanism;
  const params = Object.entries(summary.params)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  const axes = step.node.axes.map((a) => `${t(`axis.${a.role}`)} ${a.size}`).join(' × ');
  const range = t(display.range === 'local' ? 'figure.own' : 'figure.fixed');
  const sentences = [
    params.length > 0
      ? t('export.print.mechanism', { name, id: mechanism, params: params.join(t('comma')) })
      : t('export.print.plain', { name, id: mechanism }),
    weightsAre(summary, t),
    inputWords(input, t),
    t('export.print.figure', { axes, range, scale: t(`stage.${scaleFor(display, step.node)}`) }),
    t('export.print.app', { ...app, backend: summary.backend }),
  ];
  return [sentences.join(locale === 'zh' ? '' : ' ')];
}

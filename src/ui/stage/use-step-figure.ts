import { use, useMemo } from 'react';
import { type FigurePlan, viewRequestFor } from '../../draw/choose';
import { colouredAs, colouringOf } from '../../draw/colour';
import type { Colouring } from '../../draw/figure';
import type { RunSummary } from '../../engine/protocol';
import type { ShownStep } from '../../state/steps';
import type { Region, Selection } from '../../state/view';
import { cellsOf } from '../../trace/expression';
import type { TensorRole } from '../../trace/graph';
import { usualScale } from '../../trace/scale';
import type { Statistics, ViewRequest } from '../../trace/view';
import { useAtlas } from '../atlas-context';
import { useT } from '../use-text';
import { type Layout, layoutOf } from './cells';
import { JointRangeContext } from './joint-range';
import { planFor } from './positions';

/** Pixels of a full-size figure; a matrix up to this side comes cell by cell. */
const full = 1024;

/** A step of a run with the way it is drawn: what every figure of it starts from. */
export interface StepFigure {
  readonly summary: RunSummary;
  readonly step: ShownStep;
  readonly plan: FigurePlan;
  readonly layout: Layout;
}

export function useStepFigure(summary: RunSummary, step: ShownStep): StepFigure {
  const selection = useAtlas((s) => s.selection);
  return useMemo(() => stepFigureOf(summary, step, selection), [summary, step, selection]);
}

export function stepFigureOf(
  summary: RunSummary,
  step: ShownStep,
  selection: Selection,
): StepFigure {
  const plan = planFor(step.node, summary.graph);
  return { summary, step, plan, layout: layoutOf(plan, step.node.axes, selection) };
}

export function requestFor(
  { plan, layout }: Pick<StepFigure, 'plan' | 'layout'>,
  pixels: readonly [number, number] = [full, full],
  region?: Region,
): ViewRequest {
  return viewRequestFor(plan, layout.fixed, pixels, region);
}

/** Cells of a node that the pinned cell is worked out from. */
export function useLitCells(node: number): readonly (readonly number[])[] {
  const explanation = useAtlas((s) => s.explanation);
  return useMemo(
    () =>
      explanation
        ? cellsOf(explanation.expression)
            .filter((cell) => cell.node === node)
            .map((cell) => cell.index)
        : [],
    [explanation, node],
  );
}

/** How the values of a figure are coloured, and what its legend says of it. */
export interface Colours {
  readonly of: (statistics: Pick<Statistics, 'min' | 'max'>) => Colouring;
  /** `own range, linear`. */
  readonly words: string;
}

/**
 * Colours for a step's values as the display settings want them.
 * @param usual the scale that is meant by `auto`; the step's own when left out.
 * @param role as which the values are coloured; the step's own when left out.
 */
export function useColours(
  { node }: ShownStep,
  usual = usualScale(node),
  role: TensorRole = colouredAs(node),
): Colours {
  const t = useT();
  const range = useAtlas((s) => s.display.range);
  const chosen = useAtlas((s) => s.display.scale);
  const joint = use(JointRangeContext);
  const scale = chosen === 'auto' ? (joint?.scale ?? usual) : chosen;
  return useMemo(() => {
    const own = joint ? 'figure.common' : 'figure.own';
    return {
      of: (statistics) => colouringOf(joint ?? statistics, range, role, scale === 'log'),
      words: [t(range === 'local' ? own : 'figure.fixed'), t(`stage.${scale}`)].join(t('comma')),
    };
  }, [t, range, role, scale, joint]);
}

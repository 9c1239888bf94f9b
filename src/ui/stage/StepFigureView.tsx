import type { WindowPlaces } from '../../draw/support';
import type { RunSummary } from '../../engine/protocol';
import type { ShownStep } from '../../state/steps';
import { axisOf } from '../../trace/axes';
import type { Node } from '../../trace/graph';
import { stepTitle } from '../names';
import { useT, useText } from '../use-text';
import { ArcsFigure } from './figures/ArcsFigure';
import { BarsFigure } from './figures/BarsFigure';
import { GatesFigure } from './figures/GatesFigure';
import { LookFigure } from './figures/LookFigure';
import { MapFigure } from './figures/MapFigure';
import { MatrixFigure } from './figures/MatrixFigure';
import { MultiplesFigure, multiplesRole } from './figures/MultiplesFigure';
import { PointsFigure } from './figures/PointsFigure';
import { ScalarFigure } from './figures/ScalarFigure';
import { SpectrumFigure } from './figures/SpectrumFigure';
import { StackedFigure } from './figures/StackedFigure';
import { WindowsFigure } from './figures/WindowsFigure';
import { Selectors } from './Selectors';
import styles from './StepFigureView.module.css';
import { type StepFigure, useStepFigure } from './use-step-figure';

interface Props {
  readonly summary: RunSummary;
  readonly step: ShownStep;
}

/** Rows of a matrix that is a strip rather than a square. */
const few = 3;

const kinds = {
  matrix: MatrixFigure,
  map: MapFigure,
  bars: BarsFigure,
  stacked: StackedFigure,
  spectrum: SpectrumFigure,
  points: PointsFigure,
  scalar: ScalarFigure,
} as const;

/** The figure of a step, what goes beside it, and its small multiples. All of it follows from axes and places. */
export function StepFigureView({ summary, step }: Props) {
  const t = useT();
  const text = useText();
  const figure = useStepFigure(summary, step);
  const label = t('stage.figure', { name: stepTitle(step.node.step, text) });
  const { main, companion, multiples } = partsOf(figure, label);
  const repeated = multiplesRole(figure);
  return (
    <div className={styles.view}>
      <Selectors figure={figure} />
      <div
        className={styles.figures}
        data-companion={companion !== null}
        data-flat={figure.plan.kind === 'matrix' && rowsIn(figure) <= few}
      >
        <div className={styles.main} data-kind={figure.plan.kind}>
          {main}
        </div>
        {companion && (
          <div className={styles.companion} data-kind={figure.plan.companion?.kind}>
            {companion}
          </div>
        )}
      </div>
      {repeated && (
        <div
          className={styles.multiples}
          data-rows={Math.ceil(axisOf(step.node.axes, repeated).size / 8)}
        >
          {multiples}
        </div>
      )}
      <p className={styles.hint}>
        {t(figure.plan.companion?.kind === 'look' ? 'stage.tryThis' : 'stage.tryWords')}
      </p>
    </div>
  );
}

/** The figures of a step: its own, what goes beside it, and its small multiples, where it has them. */
export function partsOf(figure: StepFigure, label: string) {
  const Main = kinds[figure.plan.kind];
  const repeated = multiplesRole(figure);
  return {
    main: <Main key={figure.plan.kind} figure={figure} label={label} />,
    companion: companionOf(figure),
    multiples: repeated ? <MultiplesFigure figure={figure} role={repeated} /> : null,
  };
}

const rowsIn = ({ plan, step }: StepFigure): number =>
  plan.rows.reduce((count, role) => count * axisOf(step.node.axes, role).size, 1);

function companionOf(figure: StepFigure) {
  const { companion } = figure.plan;
  if (companion?.kind === 'look') return <LookFigure figure={figure} />;
  if (companion?.kind === 'arcs') return <ArcsFigure figure={figure} />;
  if (companion?.kind === 'gates') return <GatesFigure figure={figure} companion={companion} />;
  const windows = windowsIn(figure);
  return windows && <WindowsFigure figure={figure} windows={windows} />;
}

/** The windows that a step is cut into, or is about to be. */
function windowsIn({ step, summary }: StepFigure): WindowPlaces | null {
  const own = placesIn(step.node);
  if (own) return own;
  const same = new Set([step.node.id]);
  for (const next of summary.graph.nodes) {
    if (!next.move || !same.has(next.inputs[0])) continue;
    const found = placesIn(next);
    if (found) return found;
    same.add(next.id);
  }
  return null;
}

const placesIn = ({ axes }: Pick<Node, 'axes'>): WindowPlaces | null => {
  for (const { places } of axes) if (places?.kind === 'window') return places;
  return null;
};

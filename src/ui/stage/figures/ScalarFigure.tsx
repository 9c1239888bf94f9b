import { useActions } from '../../atlas-context';
import { formatOf } from '../../format';
import { cellAt } from '../cells';
import { requestFor, type StepFigure } from '../use-step-figure';
import { useViews } from '../use-views';
import styles from './ScalarFigure.module.css';

interface Props {
  readonly figure: StepFigure;
  readonly label: string;
}

/** A single number. */
export function ScalarFigure({ figure, label }: Props) {
  const { summary, step, layout } = figure;
  const { pinCell } = useActions();
  const view = useViews(summary, [requestFor(figure)])?.views[0];
  if (!view) return null;
  const write = formatOf(step.node);
  return (
    <button
      type="button"
      className={styles.scalar}
      data-figure="main"
      aria-label={`${label}: ${write(view.data[0])}`}
      onClick={() => {
        const index = cellAt(layout, { row: 0, column: 0 });
        if (index) pinCell({ step: step.key, index });
      }}
    >
      {write(view.data[0])}
    </button>
  );
}

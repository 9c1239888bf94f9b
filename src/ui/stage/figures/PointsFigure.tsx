import { useCallback, useMemo } from 'react';
import { createPoints } from '../../../draw/points';
import { useAtlas } from '../../atlas-context';
import { useT } from '../../use-text';
import { useTheme } from '../../use-theme';
import { cellAt, spotOf } from '../cells';
import { FigureHost } from '../FigureHost';
import { samplesIn } from '../look';
import { pointsRequest, sampledGrid } from '../points';
import { positionNodes } from '../positions';
import { ReplayButton } from '../ReplayButton';
import { usePhotograph } from '../use-photograph';
import { usePicking } from '../use-picking';
import { useRamp } from '../use-ramp';
import { requestFor, type StepFigure } from '../use-step-figure';
import { useViews } from '../use-views';
import styles from './GatesFigure.module.css';

interface Props {
  readonly figure: StepFigure;
  readonly label: string;
}

/** Sampling points on the image, with arrows from where they started. */
export function PointsFigure({ figure, label }: Props) {
  const { summary, step, layout } = figure;
  const t = useT();
  const theme = useTheme();
  const pin = useAtlas((s) => (s.pin?.step === step.key ? s.pin : null));
  const photograph = usePhotograph(summary);
  const from = positionNodes(summary.graph).get(step.node.id) ?? null;
  const own = requestFor(figure, [65_536, 2]);
  const { phase, replay } = useRamp(900);
  const got = useViews(summary, from === null ? [own] : [own, pointsRequest(figure, from)]);
  const grid = useMemo(() => sampledGrid(figure), [figure]);

  const events = usePicking(step.key, (row: number) => cellAt(layout, { row, column: 0 }));
  const create = useCallback((host: HTMLElement) => createPoints(host, events), [events]);

  const data = useMemo(() => {
    if (!got) return null;
    const spot = pin && spotOf(layout, pin.index);
    return {
      label,
      grid,
      phase: from === null ? 1 : phase,
      points: samplesIn(got.views[0], grid, got.views[1]),
      photograph,
      colour: theme.roles.key,
      pinned: spot ? spot.row : null,
    };
  }, [got, grid, pin, layout, label, photograph, theme, phase, from]);

  return (
    data && (
      <div className={styles.gates}>
        {from === null ? (
          <span />
        ) : (
          <ReplayButton label={t('stage.replay.points')} onClick={replay} />
        )}
        <FigureHost main create={create} data={data} />
      </div>
    )
  );
}

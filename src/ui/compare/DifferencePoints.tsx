import { useCallback, useMemo } from 'react';
import { createPoints } from '../../draw/points';
import type { Sample } from '../../draw/samples';
import { cellAt } from '../stage/cells';
import { FigureHost } from '../stage/FigureHost';
import { sampledGrid } from '../stage/points';
import { usePhotograph } from '../stage/use-photograph';
import { useT } from '../use-text';
import { useTheme } from '../use-theme';
import { type DifferenceProps, useLatest, useSpots } from './difference-parts';
import { aMinusB } from './letters';
import type { Picture } from './picture';

const pointsIn = ({ values, rows }: Picture) =>
  Array.from({ length: rows }, (_, i) => ({ y: values[2 * i], x: values[2 * i + 1] }));

/** Arrows from where the second side samples to where the first does. */
export function DifferencePoints({ side, picture, other }: DifferenceProps) {
  const t = useT();
  const theme = useTheme();
  const { atlas, figure } = side;
  const { pinned, hovered } = useSpots(side);
  const photograph = usePhotograph(figure.summary);
  const onPin = useLatest((row: number | null) => {
    const index = row === null ? null : cellAt(figure.layout, { row, column: 0 });
    if (index) atlas.actions.pinCell({ step: figure.step.key, index });
  });
  const create = useCallback((host: HTMLElement) => createPoints(host, { onPin }), [onPin]);
  const data = useMemo(() => {
    const from = other ? pointsIn(other) : [];
    return {
      label: t('compare.difference'),
      grid: sampledGrid(figure),
      points: pointsIn(picture).map((at, i): Sample => ({ ...at, from: from[i] })),
      photograph,
      title: aMinusB,
      colour: theme.greys[3],
      pinned: pinned?.row ?? null,
      hovered: hovered?.row ?? null,
    };
  }, [picture, other, figure, photograph, theme, pinned, hovered, t]);
  return <FigureHost create={create} data={data} />;
}

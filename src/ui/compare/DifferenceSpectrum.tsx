import { useMemo } from 'react';
import { createSpectrum } from '../../draw/spectrum';
import { FigureHost } from '../stage/FigureHost';
import { mapWidth } from '../stage/figures/SpectrumFigure';
import { useT } from '../use-text';
import { colouring, type DifferenceProps, useSpots } from './difference-parts';

/** Magnitudes of the first minus those of the second, frequency by frequency. */
export function DifferenceSpectrum({ side, picture, difference }: DifferenceProps) {
  const t = useT();
  const { figure } = side;
  const { pinned } = useSpots(side);
  const data = useMemo(
    () => ({
      label: t('compare.difference'),
      spectrum: {
        height: picture.rows,
        width: mapWidth(figure, picture.columns),
        magnitude: difference.values,
      },
      colouring: colouring(difference),
      legend: { note: t('compare.signs') },
      axes: { y: t('axis.frequency-y'), x: t('axis.frequency-x') },
      pinned,
    }),
    [picture, difference, figure, pinned, t],
  );
  return <FigureHost create={createSpectrum} data={data} />;
}

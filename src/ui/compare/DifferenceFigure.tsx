import { useCallback, useMemo } from 'react';
import { createBars } from '../../draw/bars';
import { createMap } from '../../draw/map';
import { createMatrix } from '../../draw/matrix';
import type { Pixel } from '../../draw/support';
import type { View } from '../../trace/view';
import { formatNumber } from '../format';
import type { Spot } from '../stage/cells';
import { FigureHost } from '../stage/FigureHost';
import { queryPixel } from '../stage/look';
import { useLabels } from '../stage/use-labels';
import { usePhotograph } from '../stage/use-photograph';
import { useT } from '../use-text';
import { useTheme } from '../use-theme';
import { DifferencePoints } from './DifferencePoints';
import { DifferenceSpectrum } from './DifferenceSpectrum';
import { colouring, type DifferenceProps, useLatest, usePin, useSpots } from './difference-parts';
import { aMinusB } from './letters';
import styles from './Side.module.css';

/** First minus second in the layout that both share. A click pins the place on both sides. */
export function DifferenceFigure(props: DifferenceProps) {
  switch (props.picture.kind) {
    case 'bars':
      return <DifferenceBars {...props} />;
    case 'matrix':
      return props.picture.view ? <DifferenceMatrix {...props} view={props.picture.view} /> : null;
    case 'spectrum':
      return <DifferenceSpectrum {...props} />;
    case 'points':
      return <DifferencePoints {...props} />;
    case 'scalar':
      return (
        <p className={styles.scalar} data-figure>
          {formatNumber(props.difference.values[0])}
        </p>
      );
    default:
      return <DifferenceMap {...props} />;
  }
}

function DifferenceMap({ side, picture, difference }: DifferenceProps) {
  const t = useT();
  const { figure } = side;
  const { pinned, hovered } = useSpots(side);
  const look = picture.kind === 'look';
  const photograph = usePhotograph(figure.summary);
  const pin = usePin(side);
  const onPin = useLatest((pixel: Pixel | null) => {
    if (pixel) pin({ at: { pixel }, key: { pixel } });
  });
  const create = useCallback((host: HTMLElement) => createMap(host, { onPin }), [onPin]);
  const data = useMemo(() => {
    const { rows: height, columns: width } = picture;
    const pixelOf = (spot: Spot | null): Pixel | null => {
      if (!spot) return null;
      if (look) return queryPixel(figure.layout, spot.row);
      const flat = figure.plan.grid !== undefined;
      return flat
        ? { y: Math.floor(spot.row / width), x: spot.row % width }
        : { y: spot.row, x: spot.column };
    };
    return {
      label: t('compare.difference'),
      height,
      width,
      values: difference.values,
      colouring: colouring(difference),
      legend: { note: t('compare.signs') },
      title: aMinusB,
      photograph: look ? photograph : undefined,
      pinned: pixelOf(pinned),
      hovered: pixelOf(hovered),
    };
  }, [picture, difference, figure, look, photograph, pinned, hovered, t]);
  return <FigureHost create={create} data={data} />;
}

function DifferenceBars({ side, difference }: DifferenceProps) {
  const t = useT();
  const theme = useTheme();
  const { layout, summary, plan, step } = side.figure;
  const { companion } = plan;
  const named = companion?.kind === 'gates' ? summary.graph.nodes[companion.before] : step.node;
  const labels = useLabels(named.axes, layout.columns);
  const { pinned, hovered } = useSpots(side);
  const pin = usePin(side);
  const onPin = useLatest((channel: number | null) => {
    if (channel !== null) pin({ channel, at: { word: channel } });
  });
  const create = useCallback((host: HTMLElement) => createBars(host, { onPin }), [onPin]);
  const data = useMemo(
    () => ({
      label: t('compare.difference'),
      values: difference.values,
      labels,
      domain: [-(difference.most || 1), difference.most || 1] as const,
      title: aMinusB,
      colour: theme.ink,
      pinned: pinned?.column ?? null,
      hovered: hovered?.column ?? null,
    }),
    [difference, labels, theme, pinned, hovered, t],
  );
  return <FigureHost create={create} data={data} />;
}

const none = () => undefined;

function DifferenceMatrix({ side, difference, view }: DifferenceProps & { readonly view: View }) {
  const t = useT();
  const theme = useTheme();
  const { layout, summary, step } = side.figure;
  const rows = useLabels(layout.axes, layout.rows);
  const columns = useLabels(layout.axes, layout.columns);
  const { pinned, hovered } = useSpots(side);
  const create = useCallback((host: HTMLElement) => createMatrix(host, { onHover: none }), []);
  const data = useMemo(
    () => ({
      view: { ...view, data: difference.values },
      identity: `difference ${summary.request.mechanism} ${step.key} ${view.rows}×${view.columns}`,
      rows,
      columns,
      colouring: colouring(difference),
      colour: theme.greys[3],
      title: aMinusB,
      label: t('compare.difference'),
      pinned: pinned ? [pinned] : [],
      hovered,
      marginals: false,
      words: {
        range: t('compare.signs'),
        mean: t('stage.mean'),
        masked: t('figure.masked'),
        notFinite: t('figure.notFinite'),
      },
    }),
    [view, difference, rows, columns, pinned, hovered, summary, step, theme, t],
  );
  return <FigureHost create={create} data={data} />;
}

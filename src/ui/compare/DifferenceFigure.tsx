import { useCallback, useEffect, useMemo, useRef } from 'react';
import { createBars } from '../../draw/bars';
import { colouringOf } from '../../draw/colour';
import { createMap } from '../../draw/map';
import { createMatrix } from '../../draw/matrix';
import type { Pixel } from '../../draw/support';
import type { View } from '../../trace/view';
import { useAtlas } from '../atlas-context';
import { type Spot, spotOf } from '../stage/cells';
import { FigureHost } from '../stage/FigureHost';
import { gridOf, queryPixel } from '../stage/look';
import { useLabels } from '../stage/use-labels';
import { usePhotograph } from '../stage/use-photograph';
import { useT } from '../use-text';
import { useTheme } from '../use-theme';
import { aMinusB } from './letters';
import type { Picture } from './picture';
import { cellAtPlace, type Place } from './place';
import type { Difference } from './statistics';
import type { Compared } from './use-comparison';

interface Props {
  /** The side whose picture gives axes and labels; the context's atlas is its own. */
  readonly side: Compared;
  readonly picture: Picture;
  readonly difference: Difference;
}

/** First minus second in the layout that both share. A click pins the place on both sides. */
export function DifferenceFigure(props: Props) {
  switch (props.picture.kind) {
    case 'bars':
      return <DifferenceBars {...props} />;
    case 'matrix':
      return props.picture.view ? <DifferenceMatrix {...props} view={props.picture.view} /> : null;
    default:
      return <DifferenceMap {...props} />;
  }
}

/** A difference has a sign, whatever it is a difference of. */
const colouring = ({ most }: Difference) =>
  colouringOf({ min: -most, max: most }, 'local', 'feature');

/** Where the first side's cursor is, as a spot of its figure. */
function useSpots({ figure }: Compared): { pinned: Spot | null; hovered: Spot | null } {
  const { layout, step } = figure;
  const pin = useAtlas((s) => (s.pin?.step === step.key ? s.pin : null));
  const over = useAtlas((s) => (s.hovered?.step === step.key ? s.hovered : null));
  return useMemo(
    () => ({
      pinned: pin && spotOf(layout, pin.index),
      hovered: over && spotOf(layout, over.index),
    }),
    [pin, over, layout],
  );
}

/** Pins a place on the first side, from where the cursor takes it to the second. */
function usePin({ atlas, figure }: Compared): (place: Partial<Place>) => void {
  return useCallback(
    (part) => {
      const { step, summary } = figure;
      const grid = gridOf(step.node, summary.graph);
      const none = { at: null, key: null, channel: null, batch: 0, grid };
      const index = cellAtPlace(figure, { ...none, ...part });
      if (index) atlas.actions.pinCell({ step: step.key, index });
    },
    [atlas, figure],
  );
}

/** The same function for as long as the figure lives, which calls the latest one. */
function useLatest<T>(call: (argument: T) => void): (argument: T) => void {
  const latest = useRef(call);
  useEffect(() => {
    latest.current = call;
  });
  return useCallback((argument: T) => latest.current(argument), []);
}

function DifferenceMap({ side, picture, difference }: Props) {
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

function DifferenceBars({ side, difference }: Props) {
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

function DifferenceMatrix({ side, difference, view }: Props & { readonly view: View }) {
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

import { use, useCallback, useMemo } from 'react';
import { createMap } from '../../../draw/map';
import type { Pixel } from '../../../draw/support';
import { useAtlas } from '../../atlas-context';
import { formatOf } from '../../format';
import { positionName } from '../../names';
import { useLocale } from '../../use-text';
import { useTheme } from '../../use-theme';
import { cellAt, type Spot, spotOf, spotsOf } from '../cells';
import { FigureHost } from '../FigureHost';
import { BesideContext } from '../joint-range';
import { usePhotograph } from '../use-photograph';
import { usePicking } from '../use-picking';
import { requestFor, type StepFigure, useColours, useLitCells } from '../use-step-figure';
import { useViews } from '../use-views';

interface Props {
  readonly figure: StepFigure;
  readonly label: string;
}

/** One number per pixel, over the photograph where it says how much of it is let through. */
export function MapFigure({ figure, label }: Props) {
  const { summary, step, plan, layout } = figure;
  const locale = useLocale();
  const theme = useTheme();
  const pin = useAtlas((s) => (s.pin?.step === step.key ? s.pin : null));
  const hovered = useAtlas((s) => (s.hovered?.step === step.key ? s.hovered : null));
  const lit = useLitCells(step.node.id);
  const colours = useColours(step);
  const got = useViews(summary, [requestFor(figure)]);
  const view = got?.views[0];
  const { role } = step.node.step.text;
  const height = plan.grid?.height ?? view?.rows ?? 1;
  const width = plan.grid?.width ?? view?.columns ?? 1;
  const photograph = usePhotograph(summary);
  const channel = step.node.axes.find((a) => a.role === 'channel' && a.labels);
  const at = layout.fixed.channel;
  const named = channel && typeof at === 'number' ? positionName(channel, at, locale) : undefined;
  // Beside a map with a title, the room for one is kept.
  const title = use(BesideContext) ? (named ?? '\u00a0') : named;
  const isShare = role === 'gate' || role === 'weights';

  // A map drawn from one axis of pixels counts them along its rows.
  const grid = plan.grid;
  const toSpot = useCallback(
    ({ y, x }: Pixel): Spot =>
      grid ? { row: y * grid.width + x, column: 0 } : { row: y, column: x },
    [grid],
  );
  const toPixel = useCallback(
    ({ row, column }: Spot): Pixel =>
      grid ? { y: Math.floor(row / grid.width), x: row % grid.width } : { y: row, x: column },
    [grid],
  );

  const events = usePicking(step.key, (pixel: Pixel) => cellAt(layout, toSpot(pixel)));
  const create = useCallback((host: HTMLElement) => createMap(host, events), [events]);

  const data = useMemo(() => {
    if (!view || view.data.length !== height * width) return null;
    const spot = pin && spotOf(layout, pin.index);
    const under = hovered && spotOf(layout, hovered.index);
    return {
      label,
      height,
      width,
      values: view.data,
      colouring: colours.of(view.statistics),
      title,
      titleColour: theme.roles[role],
      legend: { note: colours.words },
      photograph: isShare ? photograph : undefined,
      hovered: under && toPixel(under),
      pinned: spot && toPixel(spot),
      lit: spotsOf(layout, lit).map(toPixel),
    };
  }, [
    view,
    height,
    width,
    pin,
    hovered,
    layout,
    label,
    colours,
    title,
    theme,
    role,
    isShare,
    photograph,
    toPixel,
    lit,
  ]);

  return data && <FigureHost main create={create} data={data} format={formatOf(step.node)} />;
}

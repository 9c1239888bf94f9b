import { useCallback, useEffect, useMemo, useState } from 'react';
import { createMatrix } from '../../../draw/matrix';
import type { Region } from '../../../state/view';
import { useActions, useAtlas } from '../../atlas-context';
import { formatOf } from '../../format';
import { useT } from '../../use-text';
import { useTheme } from '../../use-theme';
import { cellAt, type Spot, spotOf, spotsOf } from '../cells';
import { FigureHost } from '../FigureHost';
import { extremesOf, maskIn, maskRequestFor } from '../masks';
import { useLabels } from '../use-labels';
import { usePicking } from '../use-picking';
import { requestFor, type StepFigure, useColours, useLitCells } from '../use-step-figure';
import { useViews } from '../use-views';

interface Props {
  readonly figure: StepFigure;
  readonly label: string;
}

/** A matrix of any size: asks for what its zoom shows, pins and previews cells. */
export function MatrixFigure({ figure, label }: Props) {
  const { summary, step, layout } = figure;
  const t = useT();
  const theme = useTheme();
  const actions = useActions();
  const display = useAtlas((s) => s.display);
  const zoomed = useAtlas((s) => s.region);
  const pin = useAtlas((s) => (s.pin?.step === step.key ? s.pin : null));
  const hovered = useAtlas((s) => (s.hovered?.step === step.key ? s.hovered : null));
  const lit = useLitCells(step.node.id);
  const colours = useColours(step);
  const rows = useLabels(layout.axes, layout.rows);
  const columns = useLabels(layout.axes, layout.columns);
  const [window, setWindow] = useState<Zoom | null>(null);

  const region = window?.region ?? zoomed ?? undefined;
  const request = requestFor(figure, window?.pixels, region);
  const mask = maskRequestFor(request, summary.graph);
  const got = useViews(summary, mask ? [request, mask] : [request], true);
  const view = got?.views[0];

  useEffect(() => {
    // Another region came from the address or a command.
    if (zoomed === null) setWindow(null);
  }, [zoomed]);

  const events = usePicking(step.key, (spot: Spot) => cellAt(layout, spot));
  const create = useCallback(
    (host: HTMLElement) =>
      createMatrix(host, {
        ...events,
        onRegion(next, pixels, final) {
          setWindow({ region: next as Region, pixels });
          if (final) actions.zoom(next as Region);
        },
      }),
    [events, actions],
  );

  const data = useMemo(() => {
    if (!view || !got) return null;
    const spot = pin && spotOf(layout, pin.index);
    const masked = maskIn(view, got.views[1], step.node.step.text.role);
    const extremes = extremesOf(view, masked);
    return {
      view,
      mask: masked,
      identity: `${got.summary.request.mechanism} ${step.key} ${view.rows}×${view.columns}`,
      rows,
      columns,
      colouring: colours.of(extremes),
      colour: theme.roles[step.node.step.text.role],
      label,
      pinned: spot ? [spot] : [],
      hovered: hovered && spotOf(layout, hovered.index),
      highlighted: spotsOf(layout, lit),
      // Means over what was added to forbid a key say nothing of the scores.
      marginals: display.marginals && extremes === view.statistics,
      region: zoomed ?? undefined,
      words: {
        range: colours.words,
        mean: t('stage.mean'),
        masked: t('figure.masked'),
        notFinite: t('figure.notFinite'),
      },
    };
  }, [
    view,
    got,
    pin,
    hovered,
    lit,
    layout,
    step,
    rows,
    columns,
    theme,
    label,
    display,
    zoomed,
    t,
    colours,
  ]);

  return data && <FigureHost main create={create} data={data} format={formatOf(step.node)} />;
}

interface Zoom {
  readonly region: Region;
  readonly pixels: readonly [number, number];
}

import { useCallback, useMemo } from 'react';
import { createBars } from '../../../draw/bars';
import { domainOf } from '../../../draw/colour';
import { useAtlas } from '../../atlas-context';
import { formatOf } from '../../format';
import { useText } from '../../use-text';
import { useTheme } from '../../use-theme';
import { cellAt, spotOf, spotsOf } from '../cells';
import { FigureHost } from '../FigureHost';
import { useExtremes } from '../joint-range';
import { useLabels } from '../use-labels';
import { usePicking } from '../use-picking';
import { requestFor, type StepFigure, useLitCells } from '../use-step-figure';
import { useViews } from '../use-views';

interface Props {
  readonly figure: StepFigure;
  readonly label: string;
}

/** One bar per position: gates of channels, weights of words. */
export function BarsFigure({ figure, label }: Props) {
  const { summary, step, layout } = figure;
  const text = useText();
  const theme = useTheme();
  const range = useAtlas((s) => s.display.range);
  const pin = useAtlas((s) => (s.pin?.step === step.key ? s.pin : null));
  const hovered = useAtlas((s) => (s.hovered?.step === step.key ? s.hovered : null));
  const lit = useLitCells(step.node.id);
  // A gate's channels have the names of the channels that it opens and closes.
  const { companion } = figure.plan;
  const named = companion?.kind === 'gates' ? summary.graph.nodes[companion.before] : step.node;
  const labels = useLabels(named.axes, layout.columns);
  const view = useViews(summary, [requestFor(figure, [1, 4096])])?.views[0];
  const { role, title } = step.node.step.text;
  const spanned = useExtremes();
  const extremes = view && spanned(view.statistics);

  const events = usePicking(step.key, (column: number) => cellAt(layout, { row: 0, column }));
  const create = useCallback((host: HTMLElement) => createBars(host, events), [events]);

  const data = useMemo(() => {
    if (!view || !extremes) return null;
    const spot = pin && spotOf(layout, pin.index);
    return {
      label,
      values: view.data,
      labels,
      domain:
        // Bars tell the sign by their direction, so an own range needs no room on the other side of zero.
        range === 'local'
          ? ([Math.min(0, extremes.min), Math.max(0, extremes.max)] as const)
          : domainOf(extremes, range, role),
      title: text(title),
      colour: theme.roles[role],
      reference: role === 'gate' ? 0.5 : undefined,
      pinned: spot ? spot.column : null,
      hovered: hovered && (spotOf(layout, hovered.index)?.column ?? null),
      highlighted: spotsOf(layout, lit).map((s) => s.column),
    };
  }, [view, extremes, pin, hovered, layout, label, labels, range, role, text, title, theme, lit]);

  return data && <FigureHost main create={create} data={data} format={formatOf(step.node)} />;
}

import { useCallback, useMemo } from 'react';
import { createArcs } from '../../../draw/arcs';
import { axisOf } from '../../../trace/axes';
import { useAtlas } from '../../atlas-context';
import { useT } from '../../use-text';
import { useTheme } from '../../use-theme';
import { cellAt, spotOf } from '../cells';
import { FigureHost } from '../FigureHost';
import { maskRequestFor } from '../masks';
import { useLabels } from '../use-labels';
import { usePicking } from '../use-picking';
import { requestFor, type StepFigure } from '../use-step-figure';
import { useViews } from '../use-views';

/** Arcs from each query word to the words that it attends to. */
export function ArcsFigure({ figure }: { readonly figure: StepFigure }) {
  const { summary, step, layout } = figure;
  const t = useT();
  const theme = useTheme();
  const rows = useLabels(layout.axes, layout.rows);
  const columns = useLabels(layout.axes, layout.columns);
  const pin = useAtlas((s) => (s.pin?.step === step.key ? s.pin : null));
  const hovered = useAtlas((s) => (s.hovered?.step === step.key ? s.hovered : null));
  const request = requestFor(figure);
  const mask = maskRequestFor(request, summary.graph);
  const got = useViews(summary, mask ? [request, mask] : [request]);
  const label = t('stage.arcs');

  const events = usePicking(step.key, (row: number) => {
    const keys = axisOf(layout.axes, 'key').size;
    return cellAt(layout, { row, column: Math.min(row, keys - 1) });
  });
  const create = useCallback((host: HTMLElement) => createArcs(host, events), [events]);

  const data = useMemo(() => {
    if (!got) return null;
    const inputOf = (role: 'query' | 'key') => {
      const places = layout.axes.find((a) => a.role === role)?.places;
      return places?.kind === 'sequence' ? places.input : null;
    };
    const row = (at: typeof pin) => (at ? (spotOf(layout, at.index)?.row ?? null) : null);
    return {
      view: got.views[0],
      mask: got.views[1],
      rows,
      columns,
      same: inputOf('query') !== null && inputOf('query') === inputOf('key'),
      pinned: row(pin),
      hovered: row(hovered),
      colour: theme.roles[step.node.step.text.role],
      label,
    };
  }, [got, layout, rows, columns, pin, hovered, theme, step, label]);

  return data && <FigureHost create={create} data={data} />;
}

import { useCallback, useMemo } from 'react';
import { createSpectrum, type StoredEntry } from '../../../draw/spectrum';
import { useAtlas } from '../../atlas-context';
import { useT } from '../../use-text';
import { cellAt, type Layout, spotOf } from '../cells';
import { FigureHost } from '../FigureHost';
import { usePicking } from '../use-picking';
import { requestFor, type StepFigure, useColours } from '../use-step-figure';
import { useViews } from '../use-views';

interface Props {
  readonly figure: StepFigure;
  readonly label: string;
}

/** A magnitude gathers real and imaginary part, and perhaps channels; its first stands for it when it is pinned. */
const first = (layout: Layout): Layout => ({
  ...layout,
  fixed: Object.fromEntries(
    Object.entries(layout.fixed).map(([role, at]) => [role, typeof at === 'number' ? at : 0]),
  ),
});

export function SpectrumFigure({ figure, label }: Props) {
  const { summary, step, layout } = figure;
  const t = useT();
  const pin = useAtlas((s) => (s.pin?.step === step.key ? s.pin : null));
  // A magnitude has no sign, whatever it is a magnitude of.
  const colours = useColours(step, undefined, 'weights');
  const view = useViews(summary, [requestFor(figure)])?.views[0];

  const events = usePicking(step.key, (at: StoredEntry) => cellAt(first(layout), at));
  const create = useCallback((host: HTMLElement) => createSpectrum(host, events), [events]);

  const data = useMemo(() => {
    if (!view) return null;
    const spot = pin && spotOf({ ...layout, fixed: {} }, pin.index);
    return {
      label,
      spectrum: {
        height: view.rows,
        width: mapWidth(figure, view.columns),
        magnitude: view.data,
      },
      colouring: colours.of({ min: Math.max(0, view.statistics.min), max: view.statistics.max }),
      legend: { note: [colours.words, t('figure.magnitude')].join(t('comma')) },
      axes: { y: t('axis.frequency-y'), x: t('axis.frequency-x') },
      pinned: spot,
    };
  }, [view, pin, layout, label, figure, colours, t]);

  return data && <FigureHost main create={create} data={data} />;
}

/** Half a spectrum belongs to a map of even or odd width; the output's map says which. */
export function mapWidth({ summary }: StepFigure, half: number): number {
  const widths = summary.graph.nodes.flatMap((n) =>
    n.axes.flatMap((a) => (a.role === 'width' ? [a.size] : [])),
  );
  return widths.find((w) => Math.floor(w / 2) + 1 === half) ?? 2 * (half - 1);
}

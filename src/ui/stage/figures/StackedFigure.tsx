import { useCallback, useMemo } from 'react';
import { type BranchChannel, createStacked } from '../../../draw/stacked';
import { axisOf } from '../../../trace/axes';
import { useAtlas } from '../../atlas-context';
import { positionName } from '../../names';
import { useLocale, useT } from '../../use-text';
import { cellAt, spotOf } from '../cells';
import { FigureHost } from '../FigureHost';
import { useLabels } from '../use-labels';
import { usePicking } from '../use-picking';
import { requestFor, type StepFigure } from '../use-step-figure';
import { useViews } from '../use-views';

interface Props {
  readonly figure: StepFigure;
  readonly label: string;
}

/** How each channel shares its attention among branches. */
export function StackedFigure({ figure, label }: Props) {
  const { summary, step, layout } = figure;
  const t = useT();
  const locale = useLocale();
  const pin = useAtlas((s) => (s.pin?.step === step.key ? s.pin : null));
  const channels = useLabels(layout.axes, layout.columns);
  const view = useViews(summary, [requestFor(figure, [64, 4096])])?.views[0];

  const events = usePicking(step.key, ({ branch, channel }: BranchChannel) =>
    cellAt(layout, { row: branch, column: channel }),
  );
  const create = useCallback((host: HTMLElement) => createStacked(host, events), [events]);

  const data = useMemo(() => {
    if (!view) return null;
    const branch = axisOf(layout.axes, 'branch');
    const spot = pin && spotOf(layout, pin.index);
    return {
      label,
      branches: Array.from({ length: branch.size }, (_, i) => positionName(branch, i, locale)),
      channels,
      count: view.columns,
      shares: view.data,
      mean: t('stage.mean'),
      pinned: spot && { branch: spot.row, channel: spot.column },
    };
  }, [view, layout, pin, label, channels, locale, t]);

  return data && <FigureHost main create={create} data={data} />;
}

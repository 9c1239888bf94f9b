import { useCallback, useEffect, useMemo, useRef } from 'react';
import { createStacked } from '../../../draw/stacked';
import { axisOf } from '../../../trace/axes';
import { useActions, useAtlas } from '../../atlas-context';
import { positionName } from '../../names';
import { useLocale, useT } from '../../use-text';
import { cellAt, spotOf } from '../cells';
import { FigureHost } from '../FigureHost';
import { useLabels } from '../use-labels';
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
  const actions = useActions();
  const pin = useAtlas((s) => (s.pin?.step === step.key ? s.pin : null));
  const channels = useLabels(layout.axes, layout.columns);
  const view = useViews(summary, [requestFor(figure, [64, 4096])])?.views[0];

  const here = useRef({ layout, step });
  useEffect(() => {
    here.current = { layout, step };
  });
  const create = useCallback(
    (host: HTMLElement) => {
      const pinAt = ({ branch, channel }: { branch: number; channel: number }) => {
        const index = cellAt(here.current.layout, { row: branch, column: channel });
        return index && { step: here.current.step.key, index };
      };
      return createStacked(host, {
        onHover: (at) => actions.hover(at && pinAt(at)),
        onPin(at) {
          const cell = at && pinAt(at);
          if (cell) actions.pinCell(cell);
          else actions.unpin();
        },
      });
    },
    [actions],
  );

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

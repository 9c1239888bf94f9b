import { useCallback, useEffect, useMemo, useRef } from 'react';
import { colouringOf } from '../../../draw/colour';
import { createMultiples } from '../../../draw/multiples';
import { type SelectableRole, selectable } from '../../../state/view';
import { axisOf } from '../../../trace/axes';
import { useActions, useAtlas } from '../../atlas-context';
import { positionName } from '../../names';
import { useLocale, useT } from '../../use-text';
import { useTheme } from '../../use-theme';
import { FigureHost } from '../FigureHost';
import { requestFor, type StepFigure } from '../use-step-figure';
import { useViews } from '../use-views';

/** Panels are asked for at this size, and no more of them. */
const pixels = [120, 120] as const;
const most = 64;

interface Props {
  readonly figure: StepFigure;
  readonly role: SelectableRole;
}

/** Heads, groups, windows or channels side by side; choosing one enlarges it. */
export function MultiplesFigure({ figure, role }: Props) {
  const { summary, step, plan, layout } = figure;
  const t = useT();
  const locale = useLocale();
  const theme = useTheme();
  const { select } = useActions();
  const range = useAtlas((s) => s.display.range);
  const log = useAtlas((s) => s.display.scale === 'log');
  const axis = axisOf(step.node.axes, role);
  const count = Math.min(axis.size, most);
  const requests = useMemo(
    () =>
      Array.from({ length: count }, (_, i) =>
        requestFor({ plan, layout: { ...layout, fixed: { ...layout.fixed, [role]: i } } }, pixels),
      ),
    [plan, layout, role, count],
  );
  const got = useViews(summary, requests);
  const chosen = layout.fixed[role];
  const label = t('stage.sideBySide', { axis: t(`axis.${role}`) });

  const latest = useRef({ role, select });
  useEffect(() => {
    latest.current = { role, select };
  });
  const create = useCallback(
    (host: HTMLElement) =>
      createMultiples(host, {
        onChoose: (i) => latest.current.select(latest.current.role, i),
      }),
    [],
  );

  const data = useMemo(() => {
    if (!got) return null;
    const kind = step.node.step.text.role;
    const statistics = {
      min: Math.min(...got.views.map((v) => v.statistics.min)),
      max: Math.max(...got.views.map((v) => v.statistics.max)),
    };
    const windows = step.node.axes.find((a) => a.places?.kind === 'window')?.places;
    return {
      panels: got.views.map((view, i) => ({
        view,
        caption: axis.labels ? positionName(axis, i, locale) : `${t(`axis.${role}`)} ${i}`,
      })),
      chosen: typeof chosen === 'number' ? chosen : -1,
      colouring: colouringOf(statistics, range, kind, log),
      colour: theme.roles[kind],
      columns: role === 'window' && windows?.kind === 'window' ? windows.columns : undefined,
      label,
    };
  }, [got, step, axis, role, chosen, range, log, theme, locale, label, t]);

  return data && <FigureHost create={create} data={data} />;
}

/** The axis that is worth seeing side by side, when a person may choose along it. */
export const multiplesRole = ({ plan }: StepFigure): SelectableRole | undefined =>
  selectable.find((role) => role === plan.multiples);

import { useCallback, useEffect, useMemo, useRef } from 'react';
import { createMultiples } from '../../../draw/multiples';
import { type SelectableRole, selectable } from '../../../state/view';
import { axisOf } from '../../../trace/axes';
import type { View } from '../../../trace/view';
import { useActions } from '../../atlas-context';
import { positionName } from '../../names';
import { useLocale, useT } from '../../use-text';
import { useTheme } from '../../use-theme';
import { FigureHost } from '../FigureHost';
import { extremesOf, maskIn, maskRequestFor } from '../masks';
import { requestFor, type StepFigure, useColours } from '../use-step-figure';
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
  const colours = useColours(step);
  const axis = axisOf(step.node.axes, role);
  const count = Math.min(axis.size, most);
  const requests = useMemo(
    () =>
      Array.from({ length: count }, (_, i) => {
        const fixed = { ...layout.fixed, [role]: i };
        const request = requestFor(
          { plan, layout: { ...layout, fixed } },
          plan.grid ? [plan.grid.height * plan.grid.width, 1] : pixels,
        );
        return [request, maskRequestFor(request, summary.graph) ?? request];
      }).flat(),
    [plan, layout, role, count, summary],
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
    // Every other view is the mask, or the same view again where there is none.
    const views = got.views.filter((_, i) => i % 2 === 0);
    const masks = views.map((view, i) => {
      const own = got.views[2 * i + 1];
      return maskIn(view, own === view ? undefined : own, kind);
    });
    const extremes = views.map((view, i) => extremesOf(view, masks[i]));
    const statistics = {
      min: Math.min(...extremes.map((e) => e.min)),
      max: Math.max(...extremes.map((e) => e.max)),
    };
    const windows = step.node.axes.find((a) => a.places?.kind === 'window')?.places;
    return {
      panels: views.map((view, i) => ({
        view: pictured(view, plan.grid),
        mask: masks[i],
        caption: axis.labels ? positionName(axis, i, locale) : `${t(`axis.${role}`)} ${i}`,
        short: axis.labels ? undefined : `${i}`,
      })),
      axis: t(`axis.${role}`),
      chosen: typeof chosen === 'number' ? chosen : -1,
      colouring: colours.of(statistics),
      colour: theme.roles[kind],
      columns: role === 'window' && windows?.kind === 'window' ? windows.columns : undefined,
      label,
    };
  }, [got, step, plan, axis, role, chosen, colours, theme, locale, label, t]);

  return data && <FigureHost create={create} data={data} />;
}

/** A map whose pixels are counted along one axis, as the map that it is. */
function pictured(view: View, grid: StepFigure['plan']['grid']): View {
  if (!grid || view.data.length !== grid.height * grid.width) return view;
  const { height, width } = grid;
  return { ...view, height, width, rows: height, columns: width };
}

/** The axis that is worth seeing side by side, when a person may choose along it. */
export const multiplesRole = ({ plan }: StepFigure): SelectableRole | undefined =>
  // Points are no cells: their coordinates side by side would say nothing.
  plan.kind === 'points' ? undefined : selectable.find((role) => role === plan.multiples);

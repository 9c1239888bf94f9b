import { useCallback, useEffect, useMemo, useRef } from 'react';
import { createLook } from '../../../draw/look';
import { type Pixel, positionOf } from '../../../draw/support';
import type { Pin } from '../../../state/view';
import { useActions, useAtlas } from '../../atlas-context';
import { useT } from '../../use-text';
import { cellAt } from '../cells';
import { FigureHost } from '../FigureHost';
import { type Grid, gridOf, keysOf, queryPixel, rowOfPixel } from '../look';
import { lookRequests, lookRow } from '../look-requests';
import { extremesOf, maskIn } from '../masks';
import { usePhotograph } from '../use-photograph';
import { type StepFigure, useColours } from '../use-step-figure';
import { useViews } from '../use-views';

/** Where one query looks, on the image. A click chooses the query. */
export function LookFigure({ figure }: { readonly figure: StepFigure }) {
  const grid = gridOf(figure.step.node, figure.summary.graph);
  return grid && <Look figure={figure} grid={grid} />;
}

function Look({ figure, grid }: { readonly figure: StepFigure; readonly grid: Grid }) {
  const { summary, step, layout } = figure;
  const t = useT();
  const actions = useActions();
  // One query's weights lie close together, and the photograph should be seen between them.
  const colours = useColours(step, 'linear');
  const photograph = usePhotograph(summary);
  const row = useQueryRow(figure, grid);
  const label = t('stage.look');

  const got = useViews(summary, lookRequests(figure, row));

  const here = useRef({ figure });
  useEffect(() => {
    here.current = { figure };
  });
  const create = useCallback(
    (host: HTMLElement) =>
      createLook(host, {
        onPin(pixel) {
          const at = pixel && pinAt(here.current.figure, pixel);
          if (at) actions.visit(at);
        },
      }),
    [actions],
  );

  const data = useMemo(() => {
    if (!got) return null;
    const [view, second, points] = got.views;
    const { role } = step.node.step.text;
    const masked = maskIn(view, second === view ? undefined : second, role);
    const query = queryPixel(layout, got.requests[0].region?.row[0] ?? 0);
    return {
      label,
      grid,
      query,
      ...keysOf(layout, view, query, grid, points, masked),
      colouring: colours.of(extremesOf(view, masked)),
      photograph,
      title: label,
      legend: {
        note: points ? t(role === 'weights' ? 'figure.dots' : 'figure.dotsAbove') : colours.words,
        masked: masked?.data.some((m) => m > 0.5) ? t('figure.masked') : undefined,
      },
    };
  }, [got, step, layout, grid, label, colours, photograph, t]);

  return data && <FigureHost create={create} data={data} />;
}

/** The query that is previewed, or else pinned, or else the one in the middle. */
function useQueryRow(figure: StepFigure, grid: Grid): number {
  const { key } = figure.step;
  const hovered = useAtlas((s) => (s.hovered?.step === key ? s.hovered.index : null));
  const pin = useAtlas((s) => (s.pin?.step === key ? s.pin.index : null));
  return lookRow(figure, grid, [hovered, pin]);
}

/** Pins the query of a pixel at the key that is at the same place, if there is one. */
function pinAt({ step, layout }: StepFigure, pixel: Pixel): Pin | null {
  const at = rowOfPixel(layout, pixel);
  if (!at) return null;
  const fixed = at.window === undefined ? layout.fixed : { ...layout.fixed, window: at.window };
  const index = cellAt(
    { ...layout, fixed },
    { row: at.row, column: keyAt(layout, pixel, at.window) },
  );
  return index && { step: step.key, index };
}

/** The key that stands for a pixel, or else the first one. */
function keyAt({ axes }: StepFigure['layout'], pixel: Pixel, window = 0): number {
  const key = axes.find((a) => a.role === 'key');
  const { places, size = 1 } = key ?? {};
  const keys = Array.from({ length: places ? size : 0 }, (_, i) => i);
  const own = keys.find((i) => {
    const at = places && positionOf(places, i, { window, query: pixel });
    return at?.y === pixel.y && at.x === pixel.x;
  });
  return own ?? 0;
}

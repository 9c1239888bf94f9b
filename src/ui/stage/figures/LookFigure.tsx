import { useCallback, useEffect, useMemo, useRef } from 'react';
import { createLook } from '../../../draw/look';
import type { Pixel } from '../../../draw/support';
import type { Pin } from '../../../state/view';
import type { ViewRequest } from '../../../trace/view';
import { useActions, useAtlas } from '../../atlas-context';
import { useT } from '../../use-text';
import { cellAt, spotOf } from '../cells';
import { FigureHost } from '../FigureHost';
import { type Grid, gridOf, keysOf, queryPixel, rowOfPixel } from '../look';
import { extremesOf, maskIn, maskRequestFor } from '../masks';
import { positionsRequest } from '../points';
import { usePhotograph } from '../use-photograph';
import { requestFor, type StepFigure, useColours } from '../use-step-figure';
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

  const whole = requestFor(figure);
  const weights: ViewRequest = {
    ...whole,
    region: { row: [row, row + 1], column: [0, keysIn(figure)] },
    pixels: [1, keysIn(figure)],
  };
  const positions = positionsRequest(figure);
  const mask = maskRequestFor(weights, summary.graph);
  const got = useViews(summary, [weights, mask ?? weights, ...(positions ? [positions] : [])]);

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
        note: colours.words,
        masked: masked?.data.some((m) => m > 0.5) ? t('figure.masked') : undefined,
      },
    };
  }, [got, step, layout, grid, label, colours, photograph, t]);

  return data && <FigureHost create={create} data={data} />;
}

const keysIn = ({ step }: StepFigure): number =>
  step.node.axes.find((a) => a.role === 'key')?.size ?? 1;

/** The query that is previewed, or else pinned, or else the one in the middle. */
function useQueryRow({ step, layout }: StepFigure, grid: Grid): number {
  const hovered = useAtlas((s) => (s.hovered?.step === step.key ? s.hovered : null));
  const pin = useAtlas((s) => (s.pin?.step === step.key ? s.pin : null));
  const spot = (at: Pin | null) => (at ? spotOf(layout, at.index) : null);
  const middle = { y: Math.floor(grid.height / 2), x: Math.floor(grid.width / 2) };
  return (spot(hovered) ?? spot(pin))?.row ?? rowOfPixel(layout, middle)?.row ?? 0;
}

/** Pins the query of a pixel at its largest or last pinned key: the key that is at the same place, if there is one. */
function pinAt({ step, layout }: StepFigure, pixel: Pixel): Pin | null {
  const at = rowOfPixel(layout, pixel);
  if (!at) return null;
  const fixed = at.window === undefined ? layout.fixed : { ...layout.fixed, window: at.window };
  const keys = axisSize(layout.axes, 'key');
  const index = cellAt({ ...layout, fixed }, { row: at.row, column: Math.min(at.row, keys - 1) });
  return index && { step: step.key, index };
}

const axisSize = (axes: readonly { role: string; size: number }[], role: string): number =>
  axes.find((a) => a.role === role)?.size ?? 1;

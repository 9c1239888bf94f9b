import { createCamera } from './camera';
import { createCellPainter, type Rect } from './canvas';
import type { Figure, FigureContext, Theme } from './figure';
import { drawFrame } from './frame';
import { attachGestures, type Point } from './gestures';
import { createMeasure, type Measure } from './labels';
import { drawLegend } from './legend';
import { drawValues, hasNotFinite, indexInView, maskOf, rectOf } from './matrix-cells';
import { type CellAt, layoutMatrix, type MatrixData, type MatrixLayout } from './matrix-layout';
import { drawHover, drawMarginals, drawSelection } from './matrix-marks';
import type { PickEvents } from './pick';
import { createLiveText, createSurface } from './surface';
import {
  clampRange,
  moveRange,
  type Region,
  sameRegion,
  showPosition,
  wholeCells,
  wholeOf,
} from './viewport';

export type { CellAt, MatrixData } from './matrix-layout';

export interface MatrixEvents extends PickEvents<CellAt> {
  /**
   * Whole cells that should be fetched, at most once per frame while zooming.
   * @param pixels height and width of the plot in device pixels
   * @param final the gesture is over
   */
  onRegion?(region: Region, pixels: readonly [number, number], final: boolean): void;
}

/** A cell never grows beyond this many pixels by zooming. */
const largestCell = 96;

/**
 * A matrix heatmap: cells as pixels, axes with labels, marginal strips, zoom and brush, hover and pin.
 * While a new region is awaited, the old picture is stretched to where it belongs.
 */
export function createMatrix(host: HTMLElement, events: MatrixEvents = {}): Figure<MatrixData> {
  const surface = createSurface(host);
  const live = createLiveText(surface.root);
  const window = surface.document.defaultView as Window;
  // Two painters: the whole matrix stays underneath, so that zooming out uncovers no blank.
  const painters = [createCellPainter(surface.document), createCellPainter(surface.document)];
  const parts = ['values', 'selection', 'frame', 'marginals', 'legend', 'brush', 'hover'].map(
    surface.group,
  );
  const [values, selection, frame, marginals, legend, brushGroup, hoverGroup] = parts;

  let data: MatrixData | undefined;
  let context: FigureContext | undefined;
  let layout: MatrixLayout | undefined;
  let measure: { theme: Theme; text: Measure } | undefined;
  let backdrop: MatrixData | undefined;
  let hovered: CellAt | null = null;
  const camera = createCamera(window, wholeOf(1, 1), (final) => {
    draw();
    tell(final);
  });

  const plot = (): Rect => layout?.plot ?? { x: 0, y: 0, width: 0, height: 0 };

  const cellAt = ([x, y]: Point): CellAt => {
    const { shown } = camera;
    const { x: left, y: top, width, height } = plot();
    const at = (from: readonly [number, number], t: number, count: number): number =>
      Math.min(count - 1, Math.max(0, Math.floor(from[0] + t * (from[1] - from[0]))));
    return {
      row: at(shown.row, (y - top) / height, data?.view.rows ?? 1),
      column: at(shown.column, (x - left) / width, data?.view.columns ?? 1),
    };
  };

  const textOf = (cell: CellAt): string => {
    if (!data || !context) return '';
    const i = indexInView(data.view, cell);
    if (i < 0) return '…';
    const mask = maskOf(data);
    return mask && mask[i] > 0.5 ? data.words.masked : context.format(data.view.data[i]);
  };

  const drawCells = (theme: Theme): void => {
    if (!data) return;
    const layers = backdrop && backdrop.view !== data.view ? [backdrop, data] : [data];
    const blocks = layers.map((layer, i) => {
      const cells = {
        values: layer.view.data,
        rows: layer.view.height,
        columns: layer.view.width,
        colouring: data?.colouring ?? layer.colouring,
        mask: maskOf(layer),
      };
      const rect = rectOf(layer.view.region, camera.shown, plot());
      const painter = painters[layers.length - 1 - i];
      painter.draw(surface.context, cells, rect, theme, plot());
      return { ...cells, ...rect, clip: plot() };
    });
    surface.hold(blocks.slice(-1));
  };

  const drawHovered = (): void => {
    if (!data || !context || !layout || !measure) return;
    const cell = hovered ?? data.hovered ?? null;
    const text = cell ? textOf(cell) : '';
    drawHover(hoverGroup, data, cell, text, camera.shown, layout.plot, context, measure.text);
  };

  const draw = (): void => {
    if (!data || !context || !layout || !measure) return;
    const { theme } = context;
    const { shown } = camera;
    const options = {
      plot: layout.plot,
      margins: layout.margins,
      rows: { labels: data.rows, count: data.view.rows, range: shown.row },
      columns: { labels: data.columns, count: data.view.columns, range: shown.column },
      context,
      measure: measure.text,
      title: data.title,
      colour: data.colour,
    };
    surface.begin(context, context.width, layout.height);
    drawCells(theme);
    drawFrame(frame, options);
    drawValues(values, data, shown, layout.plot, context, measure.text);
    drawSelection(selection, data, shown, layout.plot, context);
    drawMarginals(marginals, data, shown, layout.plot, context);
    const { range, masked, notFinite } = data.words;
    drawLegend(
      legend,
      {
        colouring: data.colouring,
        note: range,
        masked: maskOf(data)?.some((m) => m > 0.5) ? masked : undefined,
        notFinite: hasNotFinite(data) ? notFinite : undefined,
      },
      layout.legend,
      context,
      measure.text,
    );
    drawHovered();
  };

  const tell = (final: boolean): void => {
    if (!data) return;
    const ratio = window.devicePixelRatio || 1;
    const pixels = [Math.round(plot().height * ratio), Math.round(plot().width * ratio)] as const;
    const row = wholeCells(camera.shown.row, data.view.rows);
    const column = wholeCells(camera.shown.column, data.view.columns);
    events.onRegion?.({ row, column }, pixels, final);
  };

  const glide = (to: Region): void => camera.glide(to, context?.reducedMotion ?? true);

  const setHovered = (cell: CellAt | null): void => {
    if (cell?.row === hovered?.row && cell?.column === hovered?.column) return;
    hovered = cell;
    drawHovered();
    events.onHover?.(cell);
  };

  const pin = (cell: CellAt): void => {
    const already = data?.pinned?.some((p) => p.row === cell.row && p.column === cell.column);
    events.onPin?.(already ? null : cell);
  };

  const leastOf = (pixels: number, count: number): number => Math.min(count, pixels / largestCell);

  const placeBrush = attachGestures(surface.svg, brushGroup, {
    plot,
    hover: (at) => setHovered(at && cellAt(at)),
    pin: (at) => pin(cellAt(at)),
    unpin: () => data?.pinned?.length && events.onPin?.(null),
    zoom(ratio, [sx, sy]) {
      if (!data) return;
      const { shown } = camera;
      const { x, y, width, height } = plot();
      const { rows, columns } = data.view;
      // A ribbon of a matrix zooms along its fine side first, until its cells are square.
      const cell = {
        x: width / (shown.column[1] - shown.column[0]),
        y: height / (shown.row[1] - shown.row[0]),
      };
      const zoomX = ratio <= 1 || cell.x < 1.5 * cell.y;
      const zoomY = ratio <= 1 || cell.y < 1.5 * cell.x;
      const column = zoomX
        ? moveRange(
            shown.column,
            width,
            ratio,
            sx + (ratio - 1) * x,
            columns,
            leastOf(width, columns),
          )
        : shown.column;
      const row = zoomY
        ? moveRange(shown.row, height, ratio, sy + (ratio - 1) * y, rows, leastOf(height, rows))
        : shown.row;
      camera.move({ row, column });
    },
    zoomTo({ x, y, width, height }) {
      if (!data) return;
      const from = cellAt([x, y]);
      const to = cellAt([x + width - 0.01, y + height - 0.01]);
      const { rows, columns } = data.view;
      glide({
        row: clampRange([from.row, to.row + 1], rows, leastOf(plot().height, rows)),
        column: clampRange([from.column, to.column + 1], columns, leastOf(plot().width, columns)),
      });
    },
    reset: () => data && glide(wholeOf(data.view.rows, data.view.columns)),
    settle: camera.settle,
    atWhole: () => !data || sameRegion(camera.shown, wholeOf(data.view.rows, data.view.columns)),
    step(rows, columns) {
      if (!data) return;
      const last = hovered ?? data.pinned?.[0];
      const start = {
        row: Math.floor(camera.shown.row[0]),
        column: Math.floor(camera.shown.column[0]),
      };
      const within = (i: number, count: number): number => Math.min(count - 1, Math.max(0, i));
      const next = last
        ? {
            row: within(last.row + rows, data.view.rows),
            column: within(last.column + columns, data.view.columns),
          }
        : start;
      const { shown } = camera;
      const region = {
        row: showPosition(shown.row, next.row, data.view.rows),
        column: showPosition(shown.column, next.column, data.view.columns),
      };
      if (!sameRegion(region, shown)) {
        camera.move(region);
        camera.settle();
      }
      setHovered(next);
      const { rows: r, columns: c } = data;
      live.say(
        `${r.title} ${r.labelOf(next.row)}, ${c.title} ${c.labelOf(next.column)}: ${textOf(next)}`,
      );
    },
    pinCurrent: () => hovered && pin(hovered),
  });

  return {
    update(next, nextContext) {
      const { view } = next;
      const whole = wholeOf(view.rows, view.columns);
      const before = data;
      const resized = before?.view.rows !== view.rows || before?.view.columns !== view.columns;
      if (next.region && !(before?.region && sameRegion(before.region, next.region)))
        camera.set(next.region);
      else if (resized) camera.set(view.region);
      if (resized) hovered = null;
      if (sameRegion(view.region, whole)) backdrop = next;
      else if (backdrop?.identity !== next.identity) backdrop = undefined;
      data = next;
      context = nextContext;
      if (measure?.theme !== context.theme)
        measure = {
          theme: context.theme,
          text: createMeasure(surface.document, context.theme),
        };
      layout = layoutMatrix(data, context, measure.text);
      surface.svg.attr('role', 'application').attr('aria-label', next.label);
      draw();
      placeBrush();
    },
    destroy() {
      camera.destroy();
      surface.destroy();
    },
  };
}

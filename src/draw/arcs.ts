import { path } from 'd3';
import type { View } from '../trace/view';
import { isMasked } from './canvas';
import type { Figure, FigureContext } from './figure';
import { type AxisLabels, createMeasure, type Measure, shorten } from './labels';
import { createPick, type PickEvents } from './pick';
import { createSurface, type Group } from './surface';
import { fontSize } from './theme';

export interface ArcsData {
  /** Weights, one row per query word and one column per key word, not pooled. */
  readonly view: View;
  readonly rows: AxisLabels;
  readonly columns: AxisLabels;
  /** Same request as the view; above one half is masked. */
  readonly mask?: View;
  /** Queries and keys are the same words, so one row of them will do. */
  readonly same: boolean;
  /** Query whose weights are shown; all faintly when there is none. */
  readonly hovered?: number | null;
  readonly pinned?: number | null;
  /** Colour of the weights. */
  readonly colour: string;
  /** Name for screen readers. */
  readonly label: string;
}

interface Arc {
  readonly query: number;
  readonly key: number;
  /** Share of the largest weight, 0…1. */
  readonly share: number;
}

/** Faint arcs are drawn from this share of the largest weight, and no more of them than this. */
const faint = { share: 0.08, most: 300 } as const;

interface Layout {
  readonly height: number;
  readonly lineHeight: number;
  /** Height above which arcs do not rise. */
  readonly top: number;
  readonly queryY: number;
  readonly keyY: number;
  readonly queries: readonly Word[];
  readonly keys: readonly Word[];
}

interface Word {
  readonly x: number;
  readonly text: string;
  readonly width: number;
  /** Words that have no room stand upright. */
  readonly turned: boolean;
}

/** Words with an arc from each query to the words that it attends to, thicker for more weight. */
export function createArcs(host: HTMLElement, events: PickEvents<number> = {}): Figure<ArcsData> {
  const surface = createSurface(host);
  const [curves, words] = ['curves', 'words'].map(surface.group);
  let now: { data: ArcsData; context: FigureContext; layout: Layout; measure: Measure } | undefined;

  const pick = createPick<number>(
    surface,
    events,
    {
      at: (point) => (now ? wordAt(now.layout, point) : null),
      same: (a, b) => a === b,
      step(from, dx, dy) {
        const last = (now?.data.view.rows ?? 1) - 1;
        return from === null ? 0 : Math.min(last, Math.max(0, from + dx + dy));
      },
      pinned: () => now?.data.pinned ?? null,
      text: (query) => (now ? describe(now.data, query, now.context) : ''),
    },
    () => draw(),
  );

  const draw = (): void => {
    if (!now) return;
    const { data, context, layout } = now;
    const query = pick.hovered ?? data.pinned ?? data.hovered ?? null;
    drawCurves(curves, data, layout, query, context);
    drawWords(words, data, layout, query, context);
  };

  return {
    update(data, context) {
      const measure = createMeasure(surface.document, context.theme);
      now = { data, context, measure, layout: layOut(data, context, measure) };
      pick.name(data.label);
      surface.begin(context, context.width, now.layout.height);
      draw();
    },
    destroy() {
      pick.destroy();
      surface.destroy();
    },
  };
}

function layOut(data: ArcsData, { width, height }: FigureContext, measure: Measure): Layout {
  const place = (labels: AxisLabels, count: number): Word[] => {
    const step = Math.min(110, (width - 24) / count);
    const start = (width - step * count) / 2;
    const texts = Array.from({ length: count }, (_, i) => shorten(labels.labelOf(i), 90, measure));
    const turned = texts.some((text) => measure(text) + 8 > step);
    // Where even upright words would touch, only every so many of them are written.
    const stride = Math.max(1, Math.ceil(14 / step));
    return texts.map((text, i) => ({
      x: start + (i + 0.5) * step,
      text: i % stride === 0 ? text : '',
      width: measure(text),
      turned,
    }));
  };
  const room = (row: readonly Word[]): number =>
    row[0]?.turned ? Math.max(...row.map((word) => word.width)) + 12 : 24;
  const queries = place(data.rows, data.view.rows);
  const keys = data.same ? queries : place(data.columns, data.view.columns);
  const span = Math.max(...queries.map((w) => w.x)) - Math.min(...queries.map((w) => w.x));
  if (data.same) {
    const rise = Math.max(48, Math.min(span / 2 + 24, height - room(keys) - 16));
    const y = rise + 8;
    const whole = y + room(keys) + 8;
    return { height: whole, top: 8, queryY: y, keyY: y, queries, keys, lineHeight: room(keys) };
  }
  const gap = Math.max(60, Math.min(220, height - room(queries) - room(keys) - 16));
  const queryY = room(queries) + 8;
  const keyY = queryY + gap;
  const whole = keyY + room(keys) + 8;
  return { height: whole, top: 8, queryY, keyY, queries, keys, lineHeight: room(queries) };
}

/** The query nearest to a point in the row of queries. */
function wordAt(
  { queries, queryY, keyY, lineHeight }: Layout,
  [x, y]: readonly [number, number],
): number | null {
  const below = queryY === keyY;
  const inRow = below
    ? y > queryY - 12 && y < queryY + lineHeight
    : y < queryY + 12 && y > queryY - lineHeight;
  if (!inRow || queries.length === 0) return null;
  const step = queries.length > 1 ? queries[1].x - queries[0].x : queries[0].width + 16;
  const i = Math.round((x - queries[0].x) / step);
  return i >= 0 && i < queries.length ? i : null;
}

/** The arcs of one query, or the strongest of all. */
function arcsOf({ view, mask }: ArcsData, query: number | null): Arc[] {
  const most = view.data.reduce((m, v) => (Number.isFinite(v) ? Math.max(m, v) : m), 0) || 1;
  const least = query === null ? faint.share : 0.005;
  const arcs: Arc[] = [];
  view.data.forEach((value, i) => {
    const arc = { query: Math.floor(i / view.width), key: i % view.width, share: value / most };
    const wanted = query === null || arc.query === query;
    if (wanted && arc.share >= least && !isMasked(mask?.data, i)) arcs.push(arc);
  });
  return arcs.sort((a, b) => b.share - a.share).slice(0, faint.most);
}

function curveOf({ query, key }: Arc, layout: Layout): string {
  const from = layout.queries[query].x;
  const to = layout.keys[key].x;
  const { queryY, keyY, top } = layout;
  const curve = path();
  if (queryY !== keyY) {
    const middle = (queryY + keyY) / 2;
    curve.moveTo(from, queryY + 6);
    curve.bezierCurveTo(from, middle, to, middle, to, keyY - 6);
  } else if (query === key) {
    curve.arc(from, queryY - 13, 8, Math.PI * 0.75, Math.PI * 0.25);
  } else {
    const rise = Math.min(queryY - top, Math.abs(to - from) / 2);
    // A cubic's handles reach 4/3 of its height.
    const y = queryY - 6 - (rise * 4) / 3 + 8;
    curve.moveTo(from, queryY - 6);
    curve.bezierCurveTo(from, y, to, y, to, queryY - 6);
  }
  return curve.toString();
}

function drawCurves(
  group: Group,
  data: ArcsData,
  layout: Layout,
  query: number | null,
  { theme }: FigureContext,
): void {
  const arcs = [
    ...arcsOf(data, null).map((arc) => ({ ...arc, strong: false })),
    ...(query === null ? [] : arcsOf(data, query).map((arc) => ({ ...arc, strong: true }))),
  ];
  const background = query === null ? 0.5 : 0.12;
  group
    .selectAll('path')
    .data(arcs)
    .join('path')
    .attr('d', (arc) => curveOf(arc, layout))
    .attr('fill', 'none')
    .attr('stroke', (arc) => (arc.strong ? data.colour : theme.greys[2]))
    .attr('stroke-linecap', 'round')
    .attr('stroke-width', (arc) => (arc.strong ? 0.75 + 5 * arc.share : 0.5 + 2.5 * arc.share))
    .attr('stroke-opacity', (arc) =>
      arc.strong ? 0.25 + 0.75 * arc.share : background * (0.25 + 0.75 * arc.share),
    )
    .attr('pointer-events', 'none');
}

function drawWords(
  group: Group,
  data: ArcsData,
  layout: Layout,
  query: number | null,
  { theme }: FigureContext,
): void {
  const shares = new Map(
    query === null ? [] : arcsOf(data, query).map(({ key, share }) => [key, share]),
  );
  const keyWords = layout.keys.map((word, i) => ({
    ...word,
    y: layout.keyY,
    up: false,
    chosen: data.same && i === query,
    colour: data.same ? theme.ink : data.columns.colour,
    share: shares.get(i) ?? 0,
  }));
  const queryWords = layout.queries.map((word, i) => ({
    ...word,
    y: layout.queryY,
    up: true,
    chosen: i === query,
    colour: data.rows.colour,
    share: 0,
  }));
  const words = data.same ? keyWords : [...queryWords, ...keyWords];
  const entry = group
    .selectAll<SVGGElement, (typeof words)[number]>('g')
    .data(words)
    .join((enter) => {
      const made = enter.append('g');
      made.append('rect');
      made.append('text');
      return made;
    })
    .attr('transform', (d) =>
      d.turned
        ? `translate(${d.x},${d.y}) rotate(-90)`
        : `translate(${d.x},${d.y + (d.up ? -12 : 12)})`,
    )
    .attr('pointer-events', 'none');
  const left = (d: (typeof words)[number]): number =>
    d.turned ? (d.up ? 0 : -d.width - 10) : -d.width / 2 - 5;
  entry
    .select('rect')
    .attr('x', left)
    .attr('y', (d) => (d.turned ? -7 : -9))
    .attr('width', (d) => (d.text ? d.width + 10 : 0))
    .attr('height', (d) => (d.turned ? 14 : 18))
    .attr('rx', 3)
    .attr('fill', (d) => (d.chosen ? data.rows.colour : data.colour))
    .attr('fill-opacity', (d) => (d.chosen ? 1 : 0.4 * d.share));
  entry
    .select('text')
    .attr('x', (d) => left(d) + d.width / 2 + 5)
    .attr('dy', '0.34em')
    .attr('text-anchor', 'middle')
    .attr('font-size', fontSize.label)
    .attr('fill', (d) => (d.chosen ? theme.paper : d.colour))
    .text((d) => d.text);
}

/** What a screen reader says of a query: the words that it attends to most. */
function describe(data: ArcsData, query: number, { format }: FigureContext): string {
  const top = arcsOf(data, query)
    .slice(0, 3)
    .map(({ key }) => {
      const value = data.view.data[query * data.view.width + key];
      return `${data.columns.labelOf(key)} ${format(value)}`;
    });
  return `${data.rows.labelOf(query)}: ${top.join(', ')}`;
}

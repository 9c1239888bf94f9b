import { createCellPainter, type Rect } from './canvas';
import type { Colouring, Figure, FigureContext } from './figure';
import { type Card, cardAt, type GatesLayout, layoutGates, orderOf } from './gates-layout';
import { createMeasure, shorten } from './labels';
import { boxPath, drawOutlines, type Outline } from './marks';
import { createPick, type PickEvents } from './pick';
import { type CellBlock, createSurface } from './surface';
import { fontSize } from './theme';

/** Pictures of all channels, channel by channel, each row-major. */
export interface ChannelPictures {
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** One gate per channel, and what it does to the channel's picture. */
export interface GatesData {
  /** What the figure is, for a screen reader. */
  readonly label: string;
  readonly gates: Float32Array;
  /** Values of a closed gate and of a full bar. */
  readonly range: readonly [number, number];
  readonly labelOf: (channel: number) => string;
  readonly before?: ChannelPictures;
  readonly after?: ChannelPictures;
  /** Of the pictures: the same before and after, so that what a gate takes away is seen. */
  readonly colouring: Colouring;
  readonly order: 'index' | 'gate';
  readonly title?: string;
  readonly words: {
    /** Name of the button to the page before, and to the next one. */
    readonly previous: string;
    readonly next: string;
  };
  readonly hovered?: number | null;
  readonly pinned?: number | null;
}

interface State {
  readonly data: GatesData;
  readonly context: FigureContext;
  readonly layout: GatesLayout;
  readonly order: readonly number[];
}

/** Cards of channels: the picture before, its gate as a bar, the picture after. Events carry the channel. */
export function createGates(host: HTMLElement, events: PickEvents<number> = {}): Figure<GatesData> {
  const surface = createSurface(host);
  const painter = createCellPainter(surface.document);
  let now: State | undefined;
  let page = 0;

  const pick = createPick<number>(
    surface,
    events,
    {
      at: (point) => (now ? (cardAt(now.layout, point)?.channel ?? null) : null),
      same: (a, b) => a === b,
      step: (from, dx, dy) => (now ? step(now, from, dx, dy) : null),
      pinned: () => now?.data.pinned ?? null,
      text: (channel) => (now ? textOf(now, channel) : ''),
    },
    () => now && drawMarks(now),
  );

  const turnTo = (next: number): void => {
    if (!now || next === page || next < 0 || next >= now.layout.pages) return;
    page = next;
    draw(now.data, now.context);
  };
  surface.svg.on('keydown.page', (event: KeyboardEvent) => {
    const way = { PageDown: 1, PageUp: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    turnTo(page + way);
  });

  /** Moves among the channels as they are shown, and turns the page with them. */
  const step = (state: State, from: number | null, dx: number, dy: number): number | null => {
    const { order, layout } = state;
    const place = from === null ? -1 : order.indexOf(from);
    const to = place < 0 ? page * layout.perPage : place + dx + dy * layout.columns;
    if (to < 0 || to >= order.length) return from;
    turnTo(Math.floor(to / layout.perPage));
    return order[to];
  };

  const drawPictures = ({ data, context, layout }: State): void => {
    const blocks: CellBlock[] = [];
    const picture = (from: ChannelPictures | undefined, channel: number, at: Rect | null): void => {
      if (!from || !at) return;
      const size = from.height * from.width;
      const cells = {
        values: from.values.subarray(channel * size, (channel + 1) * size),
        rows: from.height,
        columns: from.width,
        colouring: data.colouring,
      };
      painter.draw(surface.context, cells, at, context.theme);
      blocks.push({ ...cells, ...at, clip: at });
    };
    for (const card of layout.cards) {
      picture(data.before, card.channel, card.before);
      picture(data.after, card.channel, card.after);
    }
    surface.hold(blocks);
  };

  const drawCards = ({ data, context, layout }: State): void => {
    const { theme, format } = context;
    const measure = createMeasure(surface.document, theme);
    const frames = layout.cards.flatMap(({ before, after, bar }) => [before, bar, after]);
    surface
      .group('frames')
      .attr('pointer-events', 'none')
      .selectAll('path')
      .data([frames.map((d) => (d ? boxPath(d) : '')).join('')])
      .join('path')
      .attr('d', (d) => d)
      .attr('fill', 'none')
      .attr('stroke', theme.greys[1]);
    surface
      .group('bars')
      .attr('pointer-events', 'none')
      .selectAll('rect')
      .data(layout.cards.map(({ bar, channel }) => filled(bar, data.gates[channel], data.range)))
      .join('rect')
      .attr('x', (d) => d.x)
      .attr('y', (d) => d.y)
      .attr('width', (d) => d.width)
      .attr('height', (d) => d.height)
      .attr('fill', theme.roles.gate);
    const texts = layout.cards.flatMap((card) => {
      const number = format(data.gates[card.channel]);
      const { box } = card;
      // The number is bold, so that it takes a little more than is measured.
      const room = box.width - 26 - measure(number);
      const y = box.y + 19;
      const name = shorten(data.labelOf(card.channel), room, measure);
      return [
        { text: name, x: box.x + 8, y, anchor: 'start', colour: theme.ink, bold: false },
        {
          text: number,
          x: box.x + box.width - 8,
          y,
          anchor: 'end',
          colour: theme.roles.gate,
          bold: true,
        },
        ...signsOf(card).map((d) => ({
          ...d,
          anchor: 'middle',
          colour: theme.greys[2],
          bold: false,
        })),
      ];
    });
    surface
      .group('texts')
      .attr('pointer-events', 'none')
      .selectAll('text')
      .data(texts)
      .join('text')
      .attr('x', (d) => d.x)
      .attr('y', (d) => d.y)
      .attr('text-anchor', (d) => d.anchor)
      .attr('font-size', fontSize.label)
      .attr('font-weight', (d) => (d.bold ? 600 : 400))
      .attr('style', 'font-variant-numeric: tabular-nums')
      .attr('fill', (d) => d.colour)
      .text((d) => d.text);
  };

  const drawPager = ({ data, context, layout, order }: State): void => {
    const { theme } = context;
    const { footer, perPage, pages } = layout;
    const y = footer.y + footer.height / 2;
    const first = page * perPage + 1;
    const last = Math.min(order.length, first + perPage - 1);
    const group = surface.group('pager').attr('data-transient', '');
    const shown = footer.height > 0;
    group
      .selectAll('text.range')
      .data(shown ? [`${first}–${last} / ${order.length}`] : [])
      .join('text')
      .attr('class', 'range')
      .attr('x', 84)
      .attr('y', y)
      .attr('dy', '0.35em')
      .attr('font-size', fontSize.label)
      .attr('fill', theme.greys[3])
      .text((d) => d);
    const buttons = [
      { x: 2, path: 'M4,-5L-3,0L4,5', way: -1, name: data.words.previous },
      { x: 42, path: 'M-4,-5L3,0L-4,5', way: 1, name: data.words.next },
    ];
    const button = group
      .selectAll<SVGGElement, (typeof buttons)[number]>('g')
      .data(shown ? buttons : [])
      .join((enter) => {
        const made = enter.append('g').attr('role', 'button').style('cursor', 'pointer');
        made.append('rect').attr('y', -16).attr('width', 34).attr('height', 32).attr('rx', 6);
        made.append('path').attr('transform', 'translate(17,0)').attr('fill', 'none');
        return made;
      })
      .attr('transform', (d) => `translate(${d.x},${y})`)
      .attr('aria-label', (d) => d.name)
      .attr('aria-disabled', (d) => String(page + d.way < 0 || page + d.way >= pages))
      .attr('opacity', (d) => (page + d.way < 0 || page + d.way >= pages ? 0.35 : 1))
      .on('click', (_, d) => turnTo(page + d.way));
    button.select('rect').attr('fill', theme.greys[0]).attr('stroke', theme.greys[1]);
    button
      .select('path')
      .attr('d', (d) => d.path)
      .attr('stroke', theme.ink)
      .attr('stroke-width', 1.75);
  };

  const drawMarks = ({ data, context, layout }: State): void => {
    const { theme } = context;
    const box = (channel: number | null | undefined, colour: string, width: number): Outline[] =>
      layout.cards
        .filter((card) => card.channel === channel)
        .map((card) => ({ path: boxPath(card.box), colour, width }));
    drawOutlines(surface.group('marks'), box(data.pinned, theme.accent, 2), theme);
    const hovered = pick.hovered ?? data.hovered;
    const group = surface.group('hover').attr('data-transient', '');
    drawOutlines(group, box(hovered, theme.greys[2], 1), theme);
  };

  const draw = (data: GatesData, context: FigureContext): void => {
    const order = orderOf(data.gates, data.order);
    const some = data.before ?? data.after;
    const pictures = {
      before: !!data.before,
      after: !!data.after,
      aspect: some ? some.height / some.width : 1,
    };
    const layout = layoutGates(order, context, pictures, data.title ? 22 : 0, page);
    page = layout.page;
    now = { data, context, layout, order };
    pick.name(data.label);
    surface.begin(context);
    surface
      .group('title')
      .selectAll('text')
      .data(data.title ? [data.title] : [])
      .join('text')
      .attr('y', 14)
      .attr('font-size', fontSize.title)
      .attr('font-weight', 600)
      .attr('fill', context.theme.ink)
      .text((d) => d);
    drawPictures(now);
    drawCards(now);
    drawPager(now);
    drawMarks(now);
  };

  return {
    update(data, context) {
      // A page means other channels once they are sorted anew.
      if (now && now.data.order !== data.order) page = 0;
      draw(data, context);
    },
    destroy() {
      pick.destroy();
      surface.destroy();
    },
  };
}

/** The filled part of a bar: from the bottom of an upright one, from the left of a lying one. */
export function filled(bar: Rect, value: number, [low, high]: readonly [number, number]): Rect {
  const share = Math.max(0, Math.min(1, (value - low) / (high - low || 1))) || 0;
  if (bar.width > bar.height) return { ...bar, width: share * bar.width };
  return { ...bar, y: bar.y + (1 - share) * bar.height, height: share * bar.height };
}

/** × before the bar, = after it. */
function signsOf({ before, bar, after }: Card): { text: string; x: number; y: number }[] {
  const y = bar.y + bar.height / 2 + 4;
  return [
    ...(before ? [{ text: '×', x: bar.x - 7.5, y }] : []),
    ...(after ? [{ text: '=', x: bar.x + bar.width + 7.5, y }] : []),
  ];
}

const textOf = ({ data, context }: State, channel: number): string =>
  `${data.labelOf(channel)}  ${context.format(data.gates[channel])}`;

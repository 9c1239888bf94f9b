import { type Timer, timer, type ZoomTransform, zoom, zoomIdentity } from 'd3';
import type { TensorRole } from '../trace/graph';
import { type CellPainter, type Cells, createCellPainter } from './canvas';
import type { Figure, FigureContext } from './figure';
import { type FlowGraph, type FlowLayout, layoutFlow, type Placed } from './flow-layout';
import { edgePath } from './flow-rows';
import {
  bodyHeight,
  chipsOf,
  fitAll,
  fitCells,
  heightFor,
  isInSight,
  neighbourOf,
  nodeAt,
  plateSize,
  roundBox,
  rowLength,
  type Sight,
  sightOf,
  sizeOfPlate,
  wellOf,
} from './flow-sight';
import { createMeasure, shorten, shortenStart } from './labels';
import { createPick, type PickEvents } from './pick';
import { type CellBlock, createSurface } from './surface';

/** What a plate of the flow shows. */
export interface FlowPlate {
  readonly title: string;
  readonly role: TensorRole;
  /** Sizes of its axes. */
  readonly shape: string;
  /** A small picture of its values; a plain plate when left out. */
  readonly picture?: Cells;
}

export interface FlowData {
  /** What the figure is, for a screen reader. */
  readonly label: string;
  /** From `flowOf`. The same object as before keeps the layout. */
  readonly graph: FlowGraph;
  readonly plateOf: (node: number) => FlowPlate;
  /** Name of a weight, as its chip shows it. */
  readonly weightOf: (node: number) => string;
  readonly current: number | null;
  /** Nodes that the pinned cell reads. */
  readonly lit: readonly number[];
}

const gaps = [44, 18] as const;
const margin = 12;

interface State {
  readonly data: FlowData;
  readonly context: FigureContext;
  readonly layout: FlowLayout;
}

/** The data flow of a mechanism, its nodes small live pictures. A click, or Enter, goes to a node. */
export function createFlow(host: HTMLElement, events: PickEvents<number> = {}): Figure<FlowData> {
  const surface = createSurface(host);
  const painters = new Map<number, CellPainter>();
  let now: State | undefined;
  let sight: Sight = zoomIdentity;
  let glide: Timer | undefined;

  const pick = createPick<number>(
    surface,
    // Going to the node one is at is no way to leave it.
    { onHover: events.onHover, onPin: (node) => node !== null && events.onPin?.(node) },
    {
      at: ([x, y]) =>
        now ? nodeAt(now.layout, (x - sight.x) / sight.k, (y - sight.y) / sight.k) : null,
      same: (a, b) => a === b,
      step: (from, dx, dy) => (now ? neighbourOf(now.layout, from, dx, dy) : null),
      pinned: () => now?.data.current ?? null,
      text: (node) => {
        const plate = now?.data.plateOf(node);
        return plate ? `${plate.title}, ${plate.shape}` : '';
      },
    },
    () => now && draw(now),
  );

  const behaviour = zoom<SVGSVGElement, unknown>()
    .clickDistance(6)
    .filter((event: Event) => {
      if (!now || (event as MouseEvent).button) return false;
      const whole = fitAll(now.layout, now.context);
      // Where all is in sight there is nothing to pan, and the wheel scrolls the page.
      const complete = sight.k <= whole.k + 1e-6;
      if (event.type === 'wheel') return !((event as WheelEvent).deltaY > 0 && complete);
      return !(event.type === 'touchstart' && (event as TouchEvent).touches.length < 2 && complete);
    })
    .on(
      'zoom',
      ({ transform, sourceEvent }: { transform: ZoomTransform; sourceEvent: unknown }) => {
        if (!now || !sourceEvent) return;
        glide?.stop();
        sight = transform;
        draw(now);
      },
    );
  surface.svg.call(behaviour).on('dblclick.zoom', null).style('touch-action', 'pan-y');
  surface.svg.on('dblclick', () => now && see(fitAll(now.layout, now.context)));

  const hold = (next: Sight): void => {
    sight = next;
    surface.svg.property('__zoom', zoomIdentity.translate(next.x, next.y).scale(next.k));
  };

  const see = (to: Sight): void => {
    glide?.stop();
    const from = sight;
    if (!now || now.context.reducedMotion) {
      hold(to);
      if (now) draw(now);
      return;
    }
    glide = timer((elapsed) => {
      const t = Math.min(1, elapsed / 220);
      const e = t * (2 - t);
      const between = (a: number, b: number): number => a + (b - a) * e;
      hold({ k: between(from.k, to.k), x: between(from.x, to.x), y: between(from.y, to.y) });
      if (now) draw(now);
      if (t === 1) glide?.stop();
    });
  };

  const draw = (state: State): void => {
    surface.begin(state.context);
    drawEdges(state);
    drawPlates(state);
    drawPictures(state);
  };

  const drawEdges = ({ data, context, layout }: State): void => {
    const { theme } = context;
    const about = pick.hovered ?? data.current;
    const touched = (d: FlowLayout['edges'][number]): boolean => d.from === about || d.to === about;
    surface
      .group('edges')
      .attr('transform', `translate(${sight.x},${sight.y}) scale(${sight.k})`)
      .attr('pointer-events', 'none')
      .selectAll('path')
      .data(layout.edges)
      .join('path')
      .attr('d', (d) => edgePath(d.points))
      .attr('fill', 'none')
      .attr('stroke', (d) => theme.roles[data.plateOf(d.from).role])
      .attr('stroke-opacity', (d) => (touched(d) ? 1 : 0.4))
      .attr('stroke-width', (d) => (touched(d) ? 2.25 : 1.5));
  };

  const drawPlates = ({ data, context, layout }: State): void => {
    const { theme } = context;
    const measure = createMeasure(surface.document, theme);
    const lit = new Set(data.lit);
    const plate = surface
      .group('plates')
      .attr('transform', `translate(${sight.x},${sight.y}) scale(${sight.k})`)
      .selectAll<SVGGElement, Placed>('g.plate')
      .data(layout.nodes, (d) => d.id)
      .join((enter) => {
        const made = enter.append('g').attr('class', 'plate').style('cursor', 'pointer');
        for (const name of ['halo', 'frame']) made.append('path').attr('class', name);
        for (const name of ['title', 'shape']) made.append('text').attr('class', name);
        return made;
      })
      .attr('transform', (d) => `translate(${d.x},${d.y})`);
    const colour = (d: Placed): string => theme.roles[data.plateOf(d.id).role];
    plate
      .select('path.halo')
      .attr('d', (d) => roundBox(-4, -4, d.width + 8, bodyHeight(d) + 8, 9))
      .attr('fill', 'none')
      .attr('stroke', (d) => (d.id === data.current ? theme.accent : colour(d)))
      .attr('stroke-width', (d) => (d.id === data.current ? 3 : 2))
      .attr('stroke-dasharray', (d) => (d.id === data.current ? null : '4 3'))
      .attr('opacity', (d) => (d.id === data.current || lit.has(d.id) ? 1 : 0));
    plate
      .select('path.frame')
      .attr('d', (d) => roundBox(0, 0, d.width, bodyHeight(d), d.kind === 'input' ? 20 : 6))
      // The picture shows through from the canvas below.
      .attr('fill', (d) => (data.plateOf(d.id).picture ? 'none' : theme.paper))
      .attr('stroke', colour)
      .attr('stroke-width', (d) => (d.id === pick.hovered ? 2.5 : 1.5));
    plate
      .select('text.title')
      .attr('x', (d) => d.width / 2)
      .attr('y', (d) => (d.kind === 'input' ? 17 : 15))
      .attr('text-anchor', 'middle')
      .attr('font-size', 12)
      .attr('font-weight', 600)
      .attr('fill', colour)
      .text((d) => shorten(data.plateOf(d.id).title, d.width - 12, (t) => 1.06 * measure(t)));
    plate
      .select('text.shape')
      .attr('x', (d) => d.width / 2)
      .attr('y', (d) => bodyHeight(d) - (d.kind === 'input' ? 9 : 5.5))
      .attr('text-anchor', 'middle')
      .attr('font-size', 10)
      .attr('font-family', theme.mono)
      .attr('fill', theme.greys[3])
      .text((d) => shorten(data.plateOf(d.id).shape, d.width - 8, (t) => t.length * 6.1));
    plate
      .selectAll<SVGTextElement, string>('text.chip')
      .data((d) => chipsOf(d.weights, data.weightOf))
      .join('text')
      .attr('class', 'chip')
      .attr('x', plateSize.width / 2)
      .attr(
        'y',
        (_, i) => plateSize.head + plateSize.picture + plateSize.foot + (i + 0.8) * plateSize.chip,
      )
      .attr('text-anchor', 'middle')
      .attr('font-size', 10)
      .attr('font-family', theme.mono)
      .attr('fill', theme.greys[2])
      .text((d) => shortenStart(d, plateSize.width - 8, (t) => t.length * 6.1));
  };

  const drawPictures = ({ data, context, layout }: State): void => {
    const { theme } = context;
    const blocks: CellBlock[] = [];
    const area = { x: 0, y: 0, width: context.width, height: context.height };
    const ink = surface.context;
    for (const node of layout.nodes) {
      const { picture } = data.plateOf(node.id);
      if (!picture || node.kind === 'input') continue;
      const well = wellOf(node);
      const room = {
        x: sight.x + sight.k * well.x,
        y: sight.y + sight.k * well.y,
        width: sight.k * well.width,
        height: sight.k * well.height,
      };
      if (room.x > context.width || room.x + room.width < 0) continue;
      const at = fitCells(picture, room);
      const painter = painters.get(node.id) ?? createCellPainter(surface.document);
      painters.set(node.id, painter);
      painter.draw(ink, picture, at, theme, area);
      blocks.push({ ...picture, ...at, clip: area });
    }
    surface.hold(blocks);
  };

  return {
    update(data, given) {
      const before = now;
      const kept = before?.data.graph === data.graph && before.context.width === given.width;
      const layout = kept
        ? before.layout
        : layoutFlow(data.graph, { size: sizeOfPlate, gap: gaps, wrap: rowLength(given.width) });
      const context = { ...given, height: heightFor(layout, given.width) };
      now = { data, context, layout };
      pick.name(data.label);
      const { width, height } = context;
      behaviour
        .extent([
          [0, 0],
          [width, height],
        ])
        .scaleExtent([fitAll(layout, context).k, 2])
        .translateExtent([
          [-margin, -margin],
          [layout.width + margin, layout.height + margin],
        ]);
      if (!kept) {
        painters.clear();
        hold(fitAll(layout, context));
      } else if (
        data.current !== before.data.current &&
        !isInSight(layout, context, data.current, sight)
      ) {
        see(sightOf(layout, context, data.current, sight.k));
      }
      draw(now);
    },
    destroy() {
      glide?.stop();
      pick.destroy();
      surface.destroy();
    },
  };
}

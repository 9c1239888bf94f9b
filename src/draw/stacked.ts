import type { Rect } from './canvas';
import { categoryColour } from './categories';
import { inkOn } from './colour';
import type { Figure, FigureContext } from './figure';
import { drawFrame } from './frame';
import { createMeasure, type Measure } from './labels';
import { boxPath, drawOutlines, drawReadout, type Outline } from './marks';
import { createPick, type PickEvents } from './pick';
import {
  type BranchChannel,
  layoutStacked,
  meanSegments,
  type StackedData,
  type StackedLayout,
  segmentAt,
  segmentOf,
  shareOf,
  stepStacked,
} from './stacked-layout';
import { createSurface } from './surface';
import { fontSize } from './theme';

export type { BranchChannel, StackedData } from './stacked-layout';

/** Stacked bars, one per channel, each of height 1. Events carry branch and channel. */
export function createStacked(
  host: HTMLElement,
  events: PickEvents<BranchChannel> = {},
): Figure<StackedData> {
  const surface = createSurface(host);
  let now: { data: StackedData; context: FigureContext; layout: StackedLayout } | undefined;

  const pick = createPick<BranchChannel>(
    surface,
    events,
    {
      at: (point) => (now ? segmentAt(now.data, now.layout.plot, point) : null),
      same: (a, b) => a.branch === b.branch && a.channel === b.channel,
      step: (from, dx, dy) => (now ? stepStacked(now.data, from, dx, dy) : null),
      pinned: () => now?.data.pinned ?? null,
      text: (at) => (now ? textOf(now, at) : ''),
    },
    () => now && drawMarks(now),
  );

  const drawBars = ({ data, context, layout }: NonNullable<typeof now>): void => {
    const { plot, mean } = layout;
    const means = mean.width > 0 ? meanSegments(data, mean) : [];
    const bars = data.branches.map((_, branch) => {
      const channels = Array.from({ length: data.count }, (_, channel) =>
        boxPath(segmentOf(data, plot, { branch, channel })),
      );
      return channels.join('') + (means[branch] ? boxPath(means[branch]) : '');
    });
    const group = surface.group('bars').attr('pointer-events', 'none');
    group
      .selectAll('path')
      .data(bars)
      .join('path')
      .attr('d', (d) => d)
      .attr('fill', (_, i) => categoryColour(i, context.theme));
    // A share such as 0.9999 takes 38 pixels.
    const wide = plot.width / data.count >= 46;
    const cells = wide
      ? data.branches.flatMap((_, branch) =>
          Array.from({ length: data.count }, (_, channel) => ({ branch, channel })),
        )
      : [];
    surface
      .group('numbers')
      .attr('pointer-events', 'none')
      .selectAll('text')
      .data(cells.filter((d) => segmentOf(data, plot, d).height >= 14))
      .join('text')
      .attr('x', (d) => centreOf(segmentOf(data, plot, d)).x)
      .attr('y', (d) => centreOf(segmentOf(data, plot, d)).y)
      .attr('dy', '0.35em')
      .attr('text-anchor', 'middle')
      .attr('font-size', fontSize.small)
      .attr('style', 'font-variant-numeric: tabular-nums')
      .attr('fill', (d) => inkOn(categoryColour(d.branch, context.theme)))
      .text((d) => context.format(shareOf(data, d)));
  };

  const drawAround = (
    { data, context, layout }: NonNullable<typeof now>,
    measure: Measure,
  ): void => {
    const { theme } = context;
    const { plot, mean } = layout;
    drawFrame(surface.group('frame'), {
      plot,
      margins: layout.margins,
      rows: layout.rows,
      columns: layout.columns,
      context,
      measure,
    });
    const texts = [
      ...[0, 0.5, 1].map((v) => ({
        text: String(v),
        x: plot.x - 6,
        y: plot.y + (1 - v) * plot.height,
        anchor: 'end',
        dy: v === 1 ? '0.8em' : v === 0 ? '0em' : '0.35em',
      })),
      ...(mean.width > 0 && data.mean
        ? [
            {
              text: data.mean,
              x: mean.x + mean.width / 2,
              y: plot.y - 6,
              anchor: 'middle',
              dy: '0',
            },
          ]
        : []),
      ...layout.legend.map(({ text, x, y }) => ({ text, x: x + 16, y, anchor: 'start', dy: '0' })),
    ];
    const group = surface.group('texts').attr('pointer-events', 'none');
    group
      .selectAll('text')
      .data(texts)
      .join('text')
      .attr('x', (d) => d.x)
      .attr('y', (d) => d.y)
      .attr('dy', (d) => d.dy)
      .attr('text-anchor', (d) => d.anchor)
      .attr('font-size', fontSize.label)
      .attr('fill', theme.greys[3])
      .text((d) => d.text);
    group
      .selectAll('rect')
      .data(layout.legend)
      .join('rect')
      .attr('x', (d) => d.x)
      .attr('y', (d) => d.y - 10)
      .attr('width', 11)
      .attr('height', 11)
      .attr('rx', 2)
      .attr('fill', (_, i) => categoryColour(i, theme));
  };

  const drawMarks = ({ data, context, layout }: NonNullable<typeof now>): void => {
    const { theme } = context;
    const box = (at: BranchChannel | null | undefined, colour: string, width: number): Outline[] =>
      at ? [{ path: boxPath(segmentOf(data, layout.plot, at)), colour, width }] : [];
    drawOutlines(surface.group('marks'), box(data.pinned, theme.accent, 2.5), theme);
    const at = pick.hovered ?? data.hovered ?? null;
    drawOutlines(surface.group('hover').attr('data-transient', ''), box(at, theme.ink, 1.5), theme);
    const near = at ? segmentOf(data, layout.plot, at) : layout.plot;
    drawReadout(surface, context, at ? textOf({ data, context }, at) : '', near);
  };

  return {
    update(data, context) {
      const measure = createMeasure(surface.document, context.theme);
      now = { data, context, layout: layoutStacked(data, context, measure) };
      pick.name(data.label);
      surface.begin(context);
      surface.hold([]);
      drawBars(now);
      drawAround(now, measure);
      drawMarks(now);
    },
    destroy() {
      pick.destroy();
      surface.destroy();
    },
  };
}

const centreOf = ({ x, y, width, height }: Rect): { x: number; y: number } => ({
  x: x + width / 2,
  y: y + height / 2,
});

const textOf = (
  { data, context }: { readonly data: StackedData; readonly context: FigureContext },
  at: BranchChannel,
): string =>
  `${data.channels.labelOf(at.channel)} · ${data.branches[at.branch]}  ${context.format(shareOf(data, at))}`;

import { useMemo } from 'react';
import type { Cells } from '../../draw/canvas';
import { viewRequestFor } from '../../draw/choose';
import { colouredAs, colouringOf } from '../../draw/colour';
import type { Pixel } from '../../draw/support';
import type { RunSummary } from '../../engine/protocol';
import type { Selection } from '../../state/view';
import { usualScale } from '../../trace/scale';
import type { View, ViewRequest } from '../../trace/view';
import { useAtlas } from '../atlas-context';
import { layoutOf, spotOf } from './cells';
import { extremesOf, maskIn, maskRequestFor } from './masks';
import { planFor } from './positions';
import { useViews } from './use-views';

/** Sides of a small picture, in pixels. */
const pixels = [64, 64] as const;

export interface Thumbnail {
  readonly node: number;
  readonly view: View;
  readonly cells: Cells;
  /** The cell of the picture that shows an entry of the node; null when it shows another head or channel. */
  readonly pixelOf: (index: readonly number[]) => Pixel | null;
}

/** Small live pictures of nodes, in the same head, channel or window as the figure. */
export function useThumbnails(
  summary: RunSummary | null,
  nodes: readonly number[],
): ReadonlyMap<number, Thumbnail> {
  const selection = useAtlas((s) => s.selection);
  const requests = useMemo(
    () => summary && nodes.flatMap((node) => thumbnailRequests(summary, node, selection)),
    [summary, nodes, selection],
  );
  const got = useViews(summary, requests);
  return useMemo(() => {
    const found = new Map<number, Thumbnail>();
    got?.views.forEach((view, i) => {
      if (i % 2 === 1) return;
      const { node } = got.requests[i];
      const { graph } = got.summary;
      const role = graph.nodes[node].step?.text.role ?? 'feature';
      // A node without a mask is asked for twice, which the engine answers once.
      const own = got.views[i + 1] === view ? undefined : got.views[i + 1];
      const mask = maskIn(view, own, role);
      const plan = planFor(graph.nodes[node], graph);
      const isMagnitude = plan.kind === 'spectrum';
      // A map whose pixels are counted along one axis is drawn as the map that it is.
      const [rows, columns] =
        plan.grid && view.data.length === plan.grid.height * plan.grid.width
          ? [plan.grid.height, plan.grid.width]
          : [view.height, view.width];
      found.set(node, {
        node,
        view,
        cells: {
          values: view.data,
          rows,
          columns,
          colouring: colouringOf(
            extremesOf(view, mask),
            'local',
            isMagnitude ? 'weights' : colouredAs(graph.nodes[node]),
            usualScale(graph.nodes[node]) === 'log',
          ),
          mask: mask?.data,
        },
        pixelOf(index) {
          const { grid } = plan;
          const spot = spotOf(layoutOf(plan, graph.nodes[node].axes, selection), index);
          if (!spot) return null;
          if (grid) return { y: Math.floor(spot.row / grid.width), x: spot.row % grid.width };
          return {
            y: Math.floor((spot.row * view.height) / view.rows),
            x: Math.floor((spot.column * view.width) / view.columns),
          };
        },
      });
    });
    return found;
  }, [got, selection]);
}

/** A node and its mask, or the node itself again. */
function thumbnailRequests({ graph }: RunSummary, id: number, selection: Selection): ViewRequest[] {
  const node = graph.nodes[id];
  const plan = planFor(node, graph);
  const size = plan.grid ? ([plan.grid.height * plan.grid.width, 1] as const) : pixels;
  const request = viewRequestFor(plan, layoutOf(plan, node.axes, selection).fixed, size);
  return [request, maskRequestFor(request, graph) ?? request];
}

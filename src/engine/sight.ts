import type { View, ViewRequest } from '../trace/view';
import type { Evaluation, Unfinished } from './evaluate';
import type { Spare } from './spare';
import { makeView } from './views';

/** A view of a run that is computed. @throws Error when the request does not fit the axes. */
export async function viewIn(
  evaluation: Evaluation,
  request: ViewRequest,
  spare: Spare,
): Promise<View> {
  const data = evaluation.look(request.node) ?? (await evaluation.data(request.node));
  return makeView(data, evaluation.graph.nodes[request.node].axes, request, spare.take);
}

/**
 * The first views of a run, made as soon as their tensors are computed, so that a picture need not wait for what is
 * computed after it.
 */
export class FirstSight {
  private readonly last: number;
  private views: readonly View[] | undefined;
  /** Milliseconds that looking took. */
  milliseconds = 0;

  constructor(
    private readonly requests: readonly ViewRequest[],
    private readonly spare: Spare,
  ) {
    this.last = Math.max(...requests.map(({ node }) => node));
  }

  /**
   * To be called when a node is computed.
   * @returns the views, once: when this was the last node that they need, and all can be made without a wait.
   */
  look(done: number, computed: Unfinished): readonly View[] | undefined {
    if (done !== this.last + 1) return undefined;
    const begin = performance.now();
    this.views = this.viewsIn(computed);
    this.milliseconds = performance.now() - begin;
    return this.views;
  }

  /** At the end of the run: the views that were not made before. Left out are those that its tensors do not have. */
  async rest(evaluation: Evaluation): Promise<readonly View[]> {
    if (this.views) return [];
    const made = await Promise.allSettled(
      this.requests.map((one) => viewIn(evaluation, one, this.spare)),
    );
    return made.flatMap((view) => (view.status === 'fulfilled' ? [view.value] : []));
  }

  private viewsIn({ graph, look }: Unfinished): View[] | undefined {
    // Words that the run writes are known at its end.
    if (graph.nodes.some(({ axes }) => axes.some(({ written }) => written))) return undefined;
    const { requests } = this;
    try {
      const views = requests.flatMap((request) => {
        const data = look(request.node);
        const { axes } = graph.nodes[request.node];
        return data ? [makeView(data, axes, request, this.spare.take)] : [];
      });
      return views.length === requests.length ? views : undefined;
    } catch {
      // They were meant for tensors of other axes.
      return undefined;
    }
  }
}

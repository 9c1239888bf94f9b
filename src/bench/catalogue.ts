import type { FinishedRun, RunRequest } from '../engine/protocol';
import { catalogue, mechanismById } from '../mechanisms/catalogue';
import { plateRequests } from '../state/plate-input';
import { sizeOf } from '../trace/axes';
import { type Choice, engineOf } from './attention';

/** What a run costs on paper: the same on every backend. */
export interface Cost {
  readonly parameters: number;
  readonly macs: number;
  /** Elements of all inputs together. */
  readonly elements: number;
}

/** The size that the plate shows every mechanism at, on the same photograph where it takes one. */
const requestsOf = (id: string): readonly RunRequest[] => {
  const mechanism = mechanismById(id);
  if (!mechanism) throw new Error(`the catalogue has no "${id}"`);
  return plateRequests(mechanism, {
    input: { kind: 'image', image: 'chelsea', height: 16, width: 16, channels: 32 },
    weights: { kind: 'pytorch', seed: 1, gain: 1 },
  });
};

/** Ids of all mechanisms, in the order of the catalogue. */
export const mechanismIds = (): string[] => catalogue.map(({ id }) => id);

/**
 * Runs a mechanism at the common size, or at the nearest one that it takes.
 * @returns its cost, and the milliseconds of planning, computing and synchronising.
 */
export async function timeMechanism(
  choice: Choice,
  id: string,
): Promise<Cost & { readonly milliseconds: number }> {
  const { graph, inputs, milliseconds } = await firstThatFits(choice, requestsOf(id));
  return {
    parameters: graph.parameters,
    macs: graph.cost.macs,
    elements: Object.values(inputs).reduce((sum, axes) => sum + sizeOf(axes), 0),
    milliseconds,
  };
}

async function firstThatFits(
  choice: Choice,
  [request, ...others]: readonly RunRequest[],
): Promise<FinishedRun> {
  try {
    return await engineOf(choice).run(request);
  } catch (error) {
    if (others.length === 0) throw error;
    return firstThatFits(choice, others);
  }
}

import { describeAxes, describeSizes, sizeOf } from '../trace/axes';
import type { Graph, Node } from '../trace/graph';
import { Refusal } from '../trace/text';
import { GIB, type Limits } from './backends/backend';
import type { Fit } from './protocol';

/** Of the machine's memory, what one page may take. */
const SHARE = 0.5;

/** Browsers tell no more than this many GiB, so that it means "or more". */
const MOST_TOLD = 8;

const bytesOf = (node: Node): number => 4 * sizeOf(node.axes);

/** What a run occupies, in bytes: every value is kept, so that every step can be looked at. */
export const bytesNeeded = ({ nodes }: Graph): number =>
  nodes.reduce((sum, node) => sum + bytesOf(node), 0);

/** Limits of a backend on this machine. */
export function limitsHere(limits: Limits, deviceMemory = memoryHere()): Limits {
  if (!deviceMemory || deviceMemory >= MOST_TOLD) return limits;
  const share = deviceMemory * SHARE * GIB;
  return { tensor: Math.min(limits.tensor, share), total: Math.min(limits.total, share) };
}

/** GiB of memory as far as the browser tells. */
const memoryHere = (): number | undefined =>
  (navigator as Navigator & { readonly deviceMemory?: number }).deviceMemory;

const largestOf = ({ nodes }: Graph): Node =>
  nodes.reduce((a, b) => (bytesOf(b) > bytesOf(a) ? b : a));

/** What a plan needs, beside what there is. */
export function fitOf(graph: Graph, limits: Limits): Fit {
  const largest = bytesOf(largestOf(graph));
  // Operations use a copy of their input while they run.
  const total = bytesNeeded(graph) + largest;
  return { fits: largest <= limits.tensor && total <= limits.total, largest, total, limits };
}

/**
 * Refuses a plan that cannot fit, before anything is allocated.
 * @throws Refusal that names the size, the need and the limit.
 */
export function requireFit(graph: Graph, backend: string, limits: Limits): void {
  const { fits, largest, total } = fitOf(graph, limits);
  if (fits) return;
  const { axes } = largestOf(graph);
  const size = describeAxes(axes);
  const sizes = describeSizes(axes);
  if (largest > limits.tensor) {
    throw new Refusal(
      `A tensor of ${size} needs ${inWords(largest)}, but ${backend} takes at most ${inWords(limits.tensor)} in one piece; choose a smaller input.`,
      `大小为 ${sizes} 的张量需要 ${inWords(largest)}，而 ${backend} 的单个张量上限为 ${inWords(limits.tensor)}；请减小输入。`,
    );
  }
  throw new Refusal(
    `All steps together need ${inWords(total)}, the largest of them ${size}, but ${backend} holds at most ${inWords(limits.total)}; choose a smaller input.`,
    `所有步骤共需 ${inWords(total)}（其中最大者为 ${sizes}），而 ${backend} 最多容纳 ${inWords(limits.total)}；请减小输入。`,
  );
}

/** `3.8 GiB`, `12 MiB`. */
function inWords(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 2 ** (10 * power);
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

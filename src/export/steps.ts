import type { HostTensor } from '../trace/tensor';
import { Refusal } from '../trace/text';
import { type Entry, zipOf } from './archive';
import { describe, npyOf } from './data';
import { pngOf } from './png';
import { app, fileName, type Provenance } from './provenance';
import type { Sheet } from './sheet';
import { type Drawing, type OnScreen, svgOf } from './svg';
import type { Fixed } from './take';

/** One step with its picture and its numbers. */
export interface StepExport {
  readonly provenance: Provenance;
  readonly tensor: HostTensor;
  readonly sheet: Sheet;
  readonly screen: OnScreen;
  readonly drawing: Drawing;
  /** What the picture shows of the tensor. */
  readonly fixed: Fixed;
}

export interface StepsOptions {
  /** Pixels of the PNG files per pixel. */
  readonly scale: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Numbers of all steps together that fit into an archive made in a page. */
const mostNumbers = 2 ** 27;

/** @throws Refusal when the steps together are too large for an archive. */
export function refuseLargeArchive(numbers: number): void {
  if (numbers <= mostNumbers) return;
  const [need, limit] = [numbers, mostNumbers].map((n) => Math.round((n * 4) / 2 ** 20));
  throw new Refusal(
    `All steps together are ${need} MiB and an archive takes at most ${limit} MiB; save single steps, or choose a smaller input.`,
    `全部步骤共 ${need} MiB，压缩包最多 ${limit} MiB；请逐步保存，或减小输入。`,
  );
}

/**
 * All steps as one ZIP: for each its PNG, SVG and NPY, and a manifest that says what they are.
 * @param steps each is fetched when its turn comes and let go of afterwards.
 * @throws the signal's reason when it is cancelled.
 */
export const stepsArchive = (
  document: Document,
  steps: readonly (() => Promise<StepExport>)[],
  options: StepsOptions,
): Promise<Blob> => zipOf(entriesOf(document, steps, options));

async function* entriesOf(
  document: Document,
  steps: readonly (() => Promise<StepExport>)[],
  { scale, signal, onProgress }: StepsOptions,
): AsyncGenerator<Entry> {
  const listed: unknown[] = [];
  for (const [i, load] of steps.entries()) {
    signal.throwIfAborted();
    onProgress(i, steps.length);
    const { drawing, sheet, screen, tensor, provenance, fixed } = await load();
    const number = String(i + 1).padStart(String(steps.length).length, '0');
    const picture = `${number}-${fileName(provenance, tensor.axes, fixed)}`;
    const numbers = `${number}-${fileName(provenance, tensor.axes)}`;
    signal.throwIfAborted();
    const file = await svgOf(document, drawing, sheet, screen, scale);
    yield { name: `${picture}.svg`, content: new Blob([file.svg], { type: 'image/svg+xml' }) };
    yield { name: `${picture}.png`, content: await pngOf(document, file, scale) };
    yield { name: `${numbers}.npy`, content: npyOf(tensor) };
    listed.push({
      files: { svg: `${picture}.svg`, png: `${picture}.png`, npy: `${numbers}.npy` },
      ...describe(provenance, tensor.axes),
      pictured: fixed,
    });
  }
  signal.throwIfAborted();
  onProgress(steps.length, steps.length);
  const manifest = JSON.stringify({ app, steps: listed }, null, 2);
  yield { name: 'manifest.json', content: new Blob([manifest], { type: 'application/json' }) };
}

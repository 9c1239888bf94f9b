import type { Axis } from '../trace/axes';
import type { HostTensor, InputSpec } from '../trace/tensor';
import { Refusal } from '../trace/text';
import type { Pixels } from './pixels';
import type { RawTensors } from './raw';
import type { SampleName } from './samples';
import { numbersRole, type Source, shaped, sourceOf } from './source';
import type { Position } from './text';

/** What the person chose as input: plain data, small but for imported tensors. */
export type InputChoice = NumbersChoice | TextChoice | ImageChoice | RandomChoice | TensorsChoice;

/** Matrices typed by hand, one row per position. */
export interface NumbersChoice {
  readonly kind: 'numbers';
  readonly query: readonly (readonly number[])[];
  readonly key: readonly (readonly number[])[];
  readonly value: readonly (readonly number[])[];
  /** Names of the rows; those of `key` also name the values. */
  readonly labels?: { readonly query?: readonly string[]; readonly key?: readonly string[] };
}

export interface TextChoice {
  readonly kind: 'text';
  readonly text: string;
  /** Read by inputs from memory; the first text again when this is blank. */
  readonly second?: string;
  /** Channels of a word. */
  readonly dim: number;
  readonly position: Position;
}

export interface ImageChoice {
  readonly kind: 'image';
  /** A sample photograph, or the image that the person opened. */
  readonly image: SampleName | 'own';
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Standard normal numbers; inputs with different names get different ones. */
export interface RandomChoice {
  readonly kind: 'random';
  readonly seed: number;
  readonly batch: number;
  /** Length of the first and of the second sequence. */
  readonly tokens: number;
  readonly memory: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Tensors from a file, by input name, axes in PyTorch's order. A single one needs no name. */
export interface TensorsChoice {
  readonly kind: 'tensors';
  readonly tensors: RawTensors;
}

export type InputSpecs = Readonly<Record<string, InputSpec>>;

const required = (specs: InputSpecs) => Object.entries(specs).filter(([, spec]) => !spec.optional);

/** Whether a kind of input can fill a mechanism's inputs. */
export function fits(kind: InputChoice['kind'], specs: InputSpecs): boolean {
  return required(specs).every(([name, { from, vocabulary }]) => {
    if (kind === 'tensors') return true;
    if (from === 'mask') return false;
    if (vocabulary) return kind === 'text';
    if (kind === 'numbers') return from !== 'image' && numbersRole(name) !== undefined;
    return kind !== 'text' || from !== 'image';
  });
}

/** Whether a choice can fill a mechanism's inputs. */
export function suits(choice: InputChoice, { inputs }: { readonly inputs: InputSpecs }): boolean {
  if (!fits(choice.kind, inputs)) return false;
  const knowsWords = Object.values(inputs).some(({ vocabulary }) => vocabulary);
  if (choice.kind !== 'tensors' && !knowsWords) return true;
  // Tensors were made for one mechanism, and words for one language: names, ranks and words tell.
  try {
    return Object.keys(sizesOf(choice, inputs)).length > 0;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Something worth looking at: a photograph for maps, a sentence for sequences. */
export function defaultInputFor({ inputs }: { readonly inputs: InputSpecs }): InputChoice {
  const words = required(inputs).flatMap(([, { vocabulary }]) => vocabulary?.examples[0] ?? []);
  if (words[0]) return { kind: 'text', text: words[0], second: '', dim: 64, position: 'none' };
  if (!fits('text', inputs)) {
    return { kind: 'image', image: 'chelsea', height: 32, width: 32, channels: 32 };
  }
  const pair = required(inputs).some(([, { from }]) => from === 'memory');
  return {
    kind: 'text',
    text: 'The cat likes chasing mice, and the mice like teasing the cat.',
    second: pair ? 'Cats chase every mouse; a mouse teases two cats.' : '',
    dim: 64,
    position: 'sinusoidal',
  };
}

interface Filled {
  readonly name: string;
  readonly spec: InputSpec;
  readonly source: Source;
}

/** The source of each input that the choice fills, with its axes as the mechanism wants them. */
function fill(choice: InputChoice, specs: InputSpecs, image?: Pixels): Filled[] {
  const needed = required(specs);
  return Object.entries(specs).flatMap(([name, spec]) => {
    const single = needed.length === 1 && needed[0][0] === name;
    const source = sourceOf(choice, name, spec, single, image);
    if (source) return [{ name, spec, source: shaped(source, name, spec) }];
    if (spec.optional) return [];
    throw new Refusal(
      `The input "${name}" is missing; give a tensor of that name, with axes ${spec.order.join(', ')}.`,
      `缺少输入“${name}”；请提供同名张量，其轴为 ${spec.order.join('、')}。`,
    );
  });
}

/**
 * Axes of the inputs that `prepareInputs` would give, for planning; no number is worked out.
 * @throws Refusal as `prepareInputs` does, but for what only the numbers show.
 */
export const sizesOf = (choice: InputChoice, specs: InputSpecs): Record<string, readonly Axis[]> =>
  Object.fromEntries(fill(choice, specs).map(({ name, source }) => [name, source.axes]));

/**
 * The tensors of a mechanism's inputs, axes in the mechanism's order. Optional inputs are left out
 * unless a file supplies them. An image given to a sequence is its pixels row by row.
 * @param image the decoded picture, for a choice of kind `image`.
 * @throws Refusal when the choice cannot fill an input, or a number is not finite.
 */
export function prepareInputs(
  choice: InputChoice,
  specs: InputSpecs,
  image?: Pixels,
): Record<string, HostTensor> {
  // A text read by three inputs is worked out once.
  const done = new Map<string, Float32Array>();
  return Object.fromEntries(
    fill(choice, specs, image).map(({ name, source: { axes, key, numbers } }) => {
      const data = done.get(key) ?? numbers();
      done.set(key, data);
      return [name, { axes, data }];
    }),
  );
}

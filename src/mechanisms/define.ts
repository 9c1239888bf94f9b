import type { Value } from '../ops/builder';
import type { Toolkit } from '../ops/toolkit';
import type { Axis, Role } from '../trace/axes';
import type { StepText } from '../trace/graph';
import type { Reach } from '../trace/reach';
import type { HostTensor, InputSpec, WeightSpec } from '../trace/tensor';
import type { Text } from '../trace/text';

export type Family =
  | 'alignment'
  | 'transformer'
  | 'efficient'
  | 'window'
  | 'channel'
  | 'channel-spatial'
  | 'spatial'
  | 'hybrid';

export type AttendsOver =
  | 'tokens'
  | 'pixels'
  | 'channels'
  | 'windows'
  | 'frequencies'
  | 'slots'
  | 'branches';

export interface Paper {
  readonly title: string;
  readonly authors: string;
  readonly venue: string;
  readonly year: number;
  readonly url: string;
}

export type ParamValue = number | boolean | string | null | readonly ParamValue[];
export type Params = Readonly<Record<string, ParamValue>>;

/** Axes of the inputs of a run, by input name. */
export type InputAxes = Readonly<Record<string, readonly Axis[]>>;

interface Shared {
  readonly label: Text;
  /** What it does, in one sentence. */
  readonly help: Text;
  /** Shown only when this holds, for arguments of one form of a mechanism. */
  readonly when?: (params: Params) => boolean;
  /** Follows from the input's sizes, as `d_model` from its channels; shown but not edited. */
  readonly follows?: (inputs: InputAxes) => ParamValue;
  /** Its name in the constructor, where parameters of several forms share one. */
  readonly argument?: string;
  /** What the constructor takes when it is left out, where the app starts with something else. */
  readonly omitted?: ParamValue;
}

export type Param = Shared &
  (
    | {
        readonly kind: 'integer' | 'number';
        readonly default: number | null;
        readonly min: number;
        readonly max: number;
        readonly log?: boolean;
        /** Null stands for "as the other sizes say", as PyTorch's None. */
        readonly nullable?: boolean;
        /** What null stands for: a number where the sizes tell it, or else a word. */
        readonly automatic?: (params: Params, inputs: InputAxes) => number | Text;
        /** The values that fit the other parameters and the inputs; heads must divide channels. */
        readonly options?: (params: Params, inputs: InputAxes) => readonly number[];
      }
    | { readonly kind: 'flag'; readonly default: boolean }
    | {
        readonly kind: 'choice';
        readonly default: string;
        readonly choices: Readonly<Record<string, Text>>;
      }
    /**
     * A list or a nested one, edited as JSON text: kernels [1, 3, 5, 7], q_size [8, 8]. Of numbers,
     * or of flags or of names from a few.
     */
    | {
        readonly kind: 'list';
        readonly entries?: 'flags' | readonly string[];
        readonly default: ParamValue;
        readonly min: number;
        readonly max: number;
      }
  );

/** What `run` gets besides values: sizes of the inputs stand in the values' axes. */
export interface Context {
  readonly t: Toolkit;
  readonly inputs: Readonly<Record<string, Value>>;
  readonly weights: Readonly<Record<string, Value>>;
  readonly params: Params;
  /** Numbers that follow from sizes alone. */
  constant(tensor: HostTensor, name: string): Value;
}

/**
 * What a mechanism is opened with from the catalogue, where PyTorch's defaults would give a picture
 * that says little. The address names all of it; resetting the parameters returns to the defaults.
 */
export interface Example {
  readonly params?: Params;
  /** Factor on random weights, where the plain initialisation leaves gates flat. */
  readonly gain?: number;
  /** Shown instead of the telling step. */
  readonly step?: string;
  /** Shown head, window, channel … */
  readonly selection?: Readonly<Partial<Record<Role, number>>>;
  /** A pinned cell; let go where the input has no such cell. */
  readonly pin?: { readonly step: string; readonly index: readonly number[] };
}

/** What a model learned, how, and how well it does; written by the script that trained it. */
export interface ModelCard {
  readonly script: string;
  readonly seed: number;
  readonly params: Params;
  readonly parameters: number;
  /** Batches that it was trained on, and sentences in each. */
  readonly batches: number;
  readonly sentences: number;
  /** Sentences that it never saw: how many, and how many of them it translates without a mistake. */
  readonly heldOut: number;
  readonly right: number;
  /** The same by the number of words. */
  readonly byLength: readonly {
    readonly words: number;
    readonly heldOut: number;
    readonly right: number;
  }[];
}

/** Weights that come with the atlas, learned on a small task. */
export interface Learned {
  readonly name: string;
  /** Path beneath the page's own address. */
  readonly file: string;
  readonly card: ModelCard;
}

/** One attention mechanism: what it is, what it needs, and its forward pass. */
export interface Mechanism {
  readonly id: string;
  readonly name: Text;
  readonly family: Family;
  readonly attendsOver: readonly AttendsOver[];
  readonly papers: readonly Paper[];
  /** The idea, and when to use it: one paragraph. */
  readonly idea: Text;
  /** The whole formula, KaTeX. */
  readonly formula: string;
  /** Cost in the field's notation, KaTeX, and what it is in. */
  readonly complexity: string;
  /** PyTorch classes that this file reproduces, each with the parameters that it fixes. */
  readonly classes: Readonly<Record<string, Params>>;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly params: Readonly<Record<string, Param>>;
  /** Refusal of a combination, in one sentence, or null. */
  readonly check?: (params: Params, inputs: InputAxes) => Text | null;
  /** state_dict keys with shapes and initialisation, in PyTorch's layout. */
  readonly weights: (params: Params, inputs: InputAxes) => Readonly<Record<string, WeightSpec>>;
  /** Texts of the steps, by the names given in `run`. */
  readonly steps: Readonly<Record<string, StepText>>;
  /** The step that tells most about it, shown first. */
  readonly telling: string;
  readonly example?: Example;
  /** What a mask leaves of the positions that are seen, which the sizes of the steps do not show. */
  readonly reach?: (params: Params) => Reach;
  /** The weights that come with the atlas for these arguments, if there are any. */
  readonly learned?: (params: Params) => Learned | null;
  readonly run: (context: Context) => Value;
}

export const defineMechanism = (mechanism: Mechanism): Mechanism => mechanism;

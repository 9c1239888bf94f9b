import type { InputChoice } from '../inputs/choice';
import type { Params, ParamValue } from '../mechanisms/define';
import type { ChooseView } from '../state/choose-view';
import type { CompareView } from '../state/compare-view';
import type { Display, Pin, SelectableRole, Selection, Weights } from '../state/view';
import type { Role } from '../trace/axes';
import type { Text } from '../trace/text';

/**
 * A lesson or worked example: plain data, one file each, listed in `lessons.ts`. A text is plain words with
 * - `[words](step:KEY)`        a link to a step of the figure,
 * - `[words](cell:KEY:0,0,2)`  a link that pins a cell,
 * - `[words](open:ID)`         a link to another lesson,
 * - `{name}`                   a number of `quotes`, which is a link to the cell that it comes from,
 * - `$…$`                      a formula, KaTeX with the role colours of step formulas.
 *
 * A text has at most 420 characters, and the same links, quotes and formulas in both languages. How a lesson
 * is written, worked through: `docs/lessons.md`. A test opens every step of every lesson; for one alone:
 *
 *     npx vitest run --project unit tests/unit/lessons/lessons.test.ts -t 'lesson ID '
 */
export interface Lesson {
  /** In the address: `?lesson=ID:STEP`. */
  readonly id: string;
  readonly group: LessonGroup;
  readonly title: Text;
  /** What the reader knows afterwards; one sentence, in the list. */
  readonly lead: Text;
  /** What is cited, shown at the end. */
  readonly sources?: readonly Source[];
  readonly steps: readonly LessonStep[];
}

export const lessonGroups = ['numbers', 'modules', 'lessons', 'claims'] as const;
export type LessonGroup = (typeof lessonGroups)[number];

export interface Source {
  readonly title: string;
  readonly url?: string;
}

export interface LessonStep {
  readonly title: Text;
  /** Two or three sentences. */
  readonly text: Text;
  /** What the page shows when the step is opened. */
  readonly view: LessonView;
  /** Numbers that the texts of this step quote, by name. A test holds each against what is computed. */
  readonly quotes?: Readonly<Record<string, Quote>>;
  /** What a source prints beside what is computed. */
  readonly printed?: Printed;
  /** Asked before the reader looks. */
  readonly question?: Question;
  /** The one thing to do; without it the step is complete when it has been read, or its question answered. */
  readonly task?: Task;
}

/**
 * What a step opens. What is left out is the usual, not what the reader had before: the default mechanism, an
 * input that the mechanism takes, no parameters set, identity weights of seed 1 and gain 1, the telling step,
 * nothing selected or pinned.
 */
export interface LessonView {
  readonly page?: 'explore' | 'compare' | 'choose';
  /** What the pages `explore` and `compare` show, and what measures refer to. */
  readonly mechanism?: string;
  readonly params?: Params;
  /** A worked example's rows are named in the reader's language. */
  readonly input?: InputChoice | ((language: keyof Text) => InputChoice);
  readonly weights?: Partial<Weights>;
  readonly step?: string;
  readonly selection?: Selection;
  readonly pin?: Pin;
  readonly display?: Partial<Display>;
  readonly compare?: CompareView;
  readonly choose?: ChooseView;
}

/** A number that can be computed in a view. */
export type Measure =
  /** One cell of a step; `side` is the second mechanism of a comparison. */
  | {
      readonly kind: 'cell';
      readonly step: string;
      readonly index: readonly number[];
      readonly side?: 'second';
    }
  /** Positions of an axis of a step, or of several multiplied. */
  | {
      readonly kind: 'size';
      readonly step: string;
      readonly roles: readonly Role[];
      readonly side?: 'second';
    }
  /** From the plan of the view, or of another one; `memory` in bytes. */
  | { readonly kind: 'parameters' | 'macs' | 'memory'; readonly of?: LessonView }
  /** Multiply–accumulates of one step alone. */
  | { readonly kind: 'stepMacs'; readonly step: string; readonly of?: LessonView }
  | { readonly kind: 'ratio' | 'difference'; readonly a: Measure; readonly b: Measure }
  /** Sum over all cells of a step whose index agrees; null stands for every position. */
  | {
      readonly kind: 'sum' | 'min' | 'max' | 'nonzero';
      readonly step: string;
      readonly index: readonly (number | null)[];
      readonly side?: 'second';
    };

export interface Quote {
  /** As it is written: 29.8 for 29.8 %. */
  readonly value: number;
  /** Digits after the point as it is written; the computed number must round to the same. */
  readonly digits: number;
  readonly measure: Measure;
  /** Written with a percent sign: 100 times what the measure gives. */
  readonly percent?: boolean;
}

export interface Printed {
  readonly rows: readonly {
    readonly label: Text;
    /** As the source prints it. */
    readonly printed: number;
    readonly measure: Measure;
    readonly digits: number;
    /** As in `Quote`; `printed` is 70 for 70 %. */
    readonly percent?: boolean;
  }[];
  /** How to see that the printed values cannot be right. */
  readonly why: Text;
}

/** A guess, and the answer that the engine works out. */
export interface Question {
  readonly ask: Text;
  readonly answer: /** Which position along the axis whose index is null has the largest value; the options are its labels. */
    | {
        readonly kind: 'largest' | 'smallest';
        readonly step: string;
        readonly index: readonly (number | null)[];
      }
    /** Which of the options has the largest (smallest) number. */
    | {
        readonly kind: 'most' | 'least';
        readonly options: readonly { readonly text: Text; readonly measure: Measure }[];
      }
    /** The number itself, right within a tolerance. */
    | {
        readonly kind: 'number';
        readonly measure: Measure;
        readonly tolerance: number;
        readonly digits: number;
      }
    /** Whether a holds against b. */
    | {
        readonly kind: 'holds';
        readonly a: Measure;
        readonly relation: '<' | '>' | '=';
        readonly b: Measure;
      };
  /** Shown with the answer. */
  readonly reveal: Text;
}

export type Task = {
  /** What to do, in one sentence. */
  readonly say: Text;
} & (
  | { readonly kind: 'step'; readonly step: string }
  /** Pins a cell of a step; null stands for any position. */
  | { readonly kind: 'pin'; readonly step: string; readonly index?: readonly (number | null)[] }
  | {
      readonly kind: 'param';
      readonly name: string;
      readonly value?: ParamValue;
      readonly atLeast?: number;
      readonly atMost?: number;
    }
  | { readonly kind: 'select'; readonly role: SelectableRole; readonly position?: number | 'mean' }
  /** Changes something of the view into something else than the step opened. */
  | {
      readonly kind: 'change';
      readonly what:
        | 'input'
        | 'weights'
        | 'params'
        | 'mechanism'
        | 'display'
        | 'compare'
        | 'choose';
    }
  | { readonly kind: 'mechanism'; readonly id: string }
  /** Brings a number to at least or at most a value. */
  | {
      readonly kind: 'reach';
      readonly measure: Measure;
      readonly atLeast?: number;
      readonly atMost?: number;
    }
  /** Has these mechanisms timed on the page that chooses, which names them in `timed` of the state. */
  | { readonly kind: 'time'; readonly mechanisms: readonly string[] }
) & {
    /** A view that fulfils the task; a test opens it. Needed where it does not follow: `change`, `reach`. */
    readonly solution?: LessonView;
  };

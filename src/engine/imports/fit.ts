/** Finds the arguments and input sizes for which a mechanism's weights are those of a file. */
import type { WeightSpecs } from '../../inputs/weights';
import type { InputAxes, Mechanism, Params, ParamValue } from '../../mechanisms/define';
import { resolveParams } from '../../mechanisms/params';
import { agreement, isFit, type Misfit, misfitOf, type Shapes } from './shapes';
import {
  axesAt,
  type Guess,
  numbersIn,
  paramUnknowns,
  sizeUnknowns,
  type Unknown,
} from './unknowns';

/** The nearest that a search came. */
export interface Fit {
  readonly mechanism: Mechanism;
  /** All parameters. */
  readonly params: Params;
  /** Those that are neither defaults nor follow from the input. */
  readonly set: Params;
  /** Sizes of the inputs under which the weights were asked for. */
  readonly axes: InputAxes;
  readonly misfit: Misfit;
  /** Whether names and shapes are right and the constructor takes the arguments. */
  readonly fits: boolean;
  readonly agreement: number;
  /** Parameters that other values would leave as fitting. */
  readonly untold: readonly string[];
}

export interface Known {
  /** Arguments that are given. */
  readonly params?: Params;
  /** Sizes of the inputs, where the file has them. */
  readonly axes?: InputAxes;
}

/** Weights asked for in one search at most, each as much as it takes; about two seconds. */
const BUDGET = 1_000_000;

/** Combinations of flags and choices, and those of them that are followed. */
const MOST_FORMS = 2048;
const MOST_CLIMBS = 6;

/** Searches from the best so far, from the defaults, and once more from the best. */
const ROUNDS = 3;

/** Values that one argument is tried at while the others are sought. */
const MOST_PINS = 16;

interface Tried {
  readonly guess: Guess;
  readonly params: Params;
  readonly axes: InputAxes;
  readonly specs: WeightSpecs;
  readonly valid: boolean;
  readonly worth: number;
}

/**
 * Varies one argument or size at a time, as long as more names and shapes agree. It starts from the
 * defaults, and leaves what the shapes do not tell as it is.
 */
export function fitMechanism(mechanism: Mechanism, shapes: Shapes, known: Known = {}): Fit {
  const numbers = numbersIn(shapes);
  const locked = new Set(Object.keys(known.params ?? {}));
  const params = paramUnknowns(mechanism, numbers, locked);
  const unknowns = [...(known.axes ? [] : sizeUnknowns(mechanism, numbers)), ...params];
  let left = BUDGET;
  const attempt = (guess: Guess): Tried | null => {
    const tried = attemptAt(mechanism, shapes, known, guess);
    left -= 8 + Object.keys(tried?.specs ?? {}).length;
    return tried;
  };
  const start: Guess = { params: known.params ?? {}, sizes: {} };
  let best = attempt(start) ?? emptyTry(mechanism, start);
  const perfect = () => best.valid && isFit(misfitOf(best.specs, shapes));

  const improve = (moves: Iterable<Guess>): boolean => {
    let found = best;
    for (const guess of moves) {
      if (left <= 0) break;
      const tried = attempt(guess);
      if (tried && tried.worth > found.worth + 1e-9) found = tried;
    }
    const better = found !== best;
    best = found;
    return better;
  };
  /** Sweeps over all unknowns but one, until nothing gets better. */
  const climb = (pinned?: Unknown): void => {
    let better = true;
    while (better && !perfect() && left > 0) {
      better = false;
      for (const unknown of unknowns) {
        if (perfect() || left <= 0) break;
        if (unknown !== pinned && improve(movesOf(unknown, best.guess))) better = true;
      }
    }
  };
  climb();
  if (!perfect()) {
    // Flags and choices together fix the names; the best few of all combinations are worth a climb.
    const forms = formsOf(unknowns, start).flatMap((guess) => attempt(guess) ?? []);
    const top = forms.sort((a, b) => b.worth - a.worth).slice(0, MOST_CLIMBS);
    let summit = best;
    for (const form of top) {
      if (perfect()) break;
      best = form;
      climb();
      if (best.worth > summit.worth || perfect()) summit = best;
    }
    best = summit;
  }
  // Arguments that multiply each other, as heads and their width do, are told apart by trying one at each of its values.
  for (let round = 0; round < ROUNDS && !perfect() && left > 0; round++) {
    const from = round === 1 ? start : best.guess;
    let summit = best;
    for (const { unknown, guess } of pinsOf(unknowns, from)) {
      if (perfect() || left <= 0) break;
      best = attempt(guess) ?? emptyTry(mechanism, guess);
      climb(unknown);
      if (best.worth > summit.worth || perfect()) summit = best;
    }
    best = summit;
  }

  const misfit = misfitOf(best.specs, shapes);
  const fits = best.valid && isFit(misfit);
  const untold = fits
    ? params.filter((unknown) => isUntold(mechanism, shapes, known, best, unknown))
    : [];
  return {
    mechanism,
    params: best.params,
    set: setParams(mechanism, best.params, best.axes),
    axes: best.axes,
    misfit,
    fits,
    agreement: best.worth,
    untold: [...new Set(untold.flatMap(({ param }) => param ?? []))],
  };
}

function* movesOf(unknown: Unknown, guess: Guess): Generator<Guess> {
  for (const value of unknown.values(guess)) yield unknown.set(guess, value);
}

interface Pin {
  readonly unknown: Unknown;
  readonly guess: Guess;
}

/** All combinations of flags and choices. */
function formsOf(unknowns: readonly Unknown[], start: Guess): Guess[] {
  let forms = [start];
  for (const unknown of unknowns.filter((u) => u.few)) {
    const more = forms.flatMap((guess) => [...movesOf(unknown, guess)]);
    if (more.length > MOST_FORMS) break;
    if (more.length > 0) forms = more;
  }
  return forms;
}

/** One argument or size at each of its first values, in turns; the rest as it was. */
function* pinsOf(unknowns: readonly Unknown[], from: Guess): Generator<Pin> {
  const group = unknowns.filter((u) => !u.few);
  const moves = group.map((unknown) => [...movesOf(unknown, from)].slice(0, MOST_PINS));
  for (let i = 0; i < MOST_PINS; i++) {
    for (const [at, unknown] of group.entries()) {
      const guess = moves[at][i];
      if (guess) yield { unknown, guess };
    }
  }
}

/** What weights a guess asks for; null where the mechanism has none for it. */
function attemptAt(mechanism: Mechanism, shapes: Shapes, known: Known, guess: Guess): Tried | null {
  const axes = known.axes ?? axesAt(mechanism, guess);
  try {
    const { params, valid } = complete(mechanism, guess.params, axes);
    const specs = mechanism.weights(params, axes);
    if (
      !Object.values(specs).every(({ shape }) => shape.every((n) => Number.isInteger(n) && n >= 0))
    )
      return null;
    // An argument that the constructor refuses is a step on the way, but never the end of it.
    const worth = agreement(specs, shapes) - (valid ? 0 : 0.25);
    return { guess, params, axes, specs, valid, worth };
  } catch {
    // Sizes that fit nothing: no window, no head, no channel is left.
    return null;
  }
}

function complete(mechanism: Mechanism, given: Params, axes: InputAxes) {
  try {
    return { params: resolveParams(mechanism, given, axes, { exact: true }).params, valid: true };
  } catch {
    const params: Record<string, ParamValue> = {};
    for (const [name, param] of Object.entries(mechanism.params)) {
      params[name] = given[name] ?? param.follows?.(axes) ?? param.default;
    }
    return { params, valid: false };
  }
}

const emptyTry = (mechanism: Mechanism, guess: Guess): Tried => ({
  guess,
  params: guess.params,
  axes: axesAt(mechanism, guess),
  specs: {},
  valid: false,
  worth: Number.NEGATIVE_INFINITY,
});

/** Whether another value of a parameter would fit as well. */
function isUntold(
  mechanism: Mechanism,
  shapes: Shapes,
  known: Known,
  { guess, params, valid }: Tried,
  unknown: Unknown,
): boolean {
  const name = unknown.param;
  if (name === undefined || !valid) return false;
  // What follows from the input is told by it.
  const { follows, when } = mechanism.params[name];
  if (follows || when?.(params) === false) return false;
  const now = JSON.stringify(params[name]);
  return unknown.values({ ...guess, params }).some((value) => {
    const tried = attemptAt(mechanism, shapes, known, unknown.set({ ...guess, params }, value));
    if (!tried?.valid || JSON.stringify(tried.params[name]) === now) return false;
    return isFit(misfitOf(tried.specs, shapes));
  });
}

/** Parameters that a person would have had to set. */
export function setParams(mechanism: Mechanism, params: Params, axes: InputAxes): Params {
  return Object.fromEntries(
    Object.entries(mechanism.params).flatMap(([name, param]) => {
      const usual = param.follows?.(axes) ?? param.default;
      const value = params[name];
      const same = JSON.stringify(value) === JSON.stringify(usual);
      return same || value === undefined ? [] : [[name, value]];
    }),
  );
}

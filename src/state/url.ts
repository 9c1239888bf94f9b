/**
 * The URL codec: the whole view as a query string that holds only what differs from the usual.
 * Reading never fails: a part that is malformed is left at its default and named in `problems`.
 */
import { z } from 'zod/mini';
import { backends } from '../engine/protocol';
import type { InputChoice } from '../inputs/choice';
import { mechanismById } from '../mechanisms/catalogue';
import { chooseSection } from './choose-view';
import { compareSection } from './compare-view';
import type { Imported } from './imported';
import { inputFor } from './input-for';
import { lessonSection } from './lesson-place';
import { encodeFilter, parseFilter } from './plate-filter';
import type { Section } from './section';
import { decodeInput, encodeInput } from './url-input';
import { decodeParams, encodeParams, gainSchema } from './url-params';
import { encodeSelection, parseSelection } from './url-selection';
import {
  type Display,
  defaultDisplay,
  locales,
  type Pin,
  pages,
  presets,
  type Region,
  themes,
  type ViewState,
} from './view';

/** The parts of a view as a person would name them in a message. */
export type Part =
  | 'page'
  | 'filter'
  | 'lesson'
  | 'compare'
  | 'choose'
  | 'mechanism'
  | 'params'
  | 'input'
  | 'ownImage'
  | 'ownFile'
  | 'weights'
  | 'selection'
  | 'pin'
  | 'region'
  | 'display'
  | 'locale'
  | 'theme'
  | 'backend';

export interface Decoded {
  readonly view: ViewState;
  /** The parts that could not be read, each once. */
  readonly problems: readonly Part[];
}

const paramPrefix = 'p.';
const position = z.int().check(z.nonnegative());
const indexSchema = z.array(position).check(z.maxLength(6));
const seedSchema = z.int().check(z.nonnegative(), z.maximum(0xffffffff));

const numbers = (text: string): number[] =>
  text.split(',').map((t) => (t ? Number(t) : Number.NaN));

/** The default's input, or another one for a mechanism that cannot take it. */
function usualInput(id: string, base: ViewState): InputChoice {
  const mechanism = mechanismById(id);
  return mechanism ? inputFor(mechanism, base.input) : base.input;
}

/** The query of a view, without the question mark; empty for the default view. */
export function encodeView(view: ViewState, base: ViewState): string {
  const query = new URLSearchParams();
  const put = (key: string, value: string | null, usual: string | null = null) => {
    if (value !== null && value !== '' && value !== usual) query.set(key, value);
  };
  const putAll = (entries: readonly (readonly [string, string])[]) => {
    for (const [key, text] of entries) put(key, text);
  };
  put('view', view.page, base.page);
  put('only', encodeFilter(view.filter));
  put('find', view.filter.find ?? null);
  putAll(lessonSection.encode(view.lesson));
  putAll(compareSection.encode(view.compare));
  putAll(chooseSection.encode(view.choose));
  put('m', view.mechanism, base.mechanism);
  putAll(encodeParams(paramPrefix, view.params));
  const usual = usualInput(view.mechanism, base);
  for (const [key, value] of encodeInput(view.input, usual)) put(key, value);
  put('w', encodeWeights(view.weights), encodeWeights(base.weights));
  // The default's step and pin belong to the default's picture.
  const own = view.mechanism === base.mechanism && encodeInput(view.input, base.input).length === 0;
  const pin = own && base.pin ? encodePin(base.pin) : 'none';
  put('step', view.step, own ? base.step : null);
  put('sel', encodeSelection(view.selection), encodeSelection(base.selection) || null);
  put('pin', view.pin ? encodePin(view.pin) : 'none', pin);
  put('zoom', view.region && [...view.region.row, ...view.region.column].join(','));
  put('show', encodeDisplay(view.display));
  put('lang', view.locale);
  put('theme', view.theme);
  put('backend', view.backend, 'auto');
  return readable(query);
}

/** Commas, colons and tildes need no escape in a query, and a link that can be read is worth having. */
const readable = (query: URLSearchParams): string =>
  query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%7E', '~');

/**
 * The view that a query describes, seen from the default view.
 * @param session what of the person's own is open, to which a query may then refer
 */
export function decodeView(
  search: string,
  base: ViewState,
  session: { readonly ownImage: boolean; readonly imported?: Imported | null } = {
    ownImage: false,
  },
): Decoded {
  const query = new URLSearchParams(search);
  const problems = new Set<Part>();
  /** The parsed value of a key, or what stands in for it when it is absent or malformed. */
  const read = <T>(
    key: string,
    part: Part,
    fallback: T,
    parse: (text: string) => T | undefined,
  ): T => {
    const text = query.get(key);
    if (text === null) return fallback;
    const value = parse(text);
    if (value === undefined) problems.add(part);
    return value === undefined ? fallback : value;
  };

  const section = <T>(part: Part, { decode }: Section<T>): T => {
    const { value, problem } = decode(query);
    if (problem) problems.add(part);
    return value;
  };

  const mechanism = read('m', 'mechanism', base.mechanism, (id) => mechanismById(id)?.id);
  const moved = mechanism !== base.mechanism;
  const imported = session.imported?.mechanism === mechanism ? session.imported : null;
  const usual = usualInput(mechanism, base);
  const input = decodeInput(query, usual, session.ownImage, imported?.input);
  for (const problem of input.problems) problems.add(problem);
  // The default's step and pin belong to the default's picture.
  const own = !moved && input.choice === base.input;

  let weights = read('w', 'weights', base.weights, parseWeights);
  if (weights.fromFile && !imported?.weights) {
    problems.add('ownFile');
    weights = { ...weights, fromFile: false };
  }

  const find = query.get('find');
  const view: ViewState = {
    page: read('view', 'page', base.page, (text) => pages.find((p) => p === text)),
    filter: {
      ...read('only', 'filter', base.filter, parseFilter),
      ...(find ? { find } : {}),
    },
    lesson: section('lesson', lessonSection),
    compare: section('compare', compareSection),
    choose: section('choose', chooseSection),
    mechanism,
    params: decodeParams(query, paramPrefix, mechanismById(mechanism), () =>
      problems.add('params'),
    ),
    input: input.choice,
    weights,
    step: read('step', 'pin', own ? base.step : null, (text) => text),
    selection: read('sel', 'selection', own ? base.selection : {}, parseSelection),
    pin: read('pin', 'pin', own ? base.pin : null, (text) =>
      text === 'none' ? null : parsePin(text),
    ),
    region: read('zoom', 'region', null, parseRegion),
    display: read('show', 'display', defaultDisplay, parseDisplay),
    locale: read('lang', 'locale', base.locale, (text) => locales.find((l) => l === text)),
    theme: read('theme', 'theme', base.theme, (text) => themes.find((t) => t === text)),
    backend: read('backend', 'backend', base.backend, (text) => backends.find((b) => b === text)),
  };
  return { view, problems: [...problems] };
}

function parseWeights(text: string): ViewState['weights'] | undefined {
  const [first, ...others] = text.split(',');
  const fromFile = first === 'file';
  const [kind, seed, gain = '1'] = fromFile ? others : [first, ...others];
  const parsed = z.tuple([seedSchema, gainSchema]).safeParse([Number(seed), Number(gain)]);
  const preset = presets.find((name) => name === kind);
  if (!preset || !parsed.success) return undefined;
  const weights = { kind: preset, seed: parsed.data[0], gain: parsed.data[1] } as const;
  return fromFile ? { ...weights, fromFile } : weights;
}

const encodeWeights = ({ kind, seed, gain, fromFile }: ViewState['weights']): string =>
  [...(fromFile ? ['file'] : []), kind, seed, ...(gain === 1 ? [] : [gain])].join();

const encodePin = (pin: Pin): string => `${pin.step}:${pin.index.join(',')}`;

function parsePin(text: string): Pin | undefined {
  const at = text.lastIndexOf(':');
  if (at < 1) return undefined;
  const parsed = indexSchema.safeParse(numbers(text.slice(at + 1)));
  return parsed.success ? { step: text.slice(0, at), index: parsed.data } : undefined;
}

function parseRegion(text: string): Region | undefined {
  const parsed = z.array(position).check(z.length(4)).safeParse(numbers(text));
  if (!parsed.success) return undefined;
  const [top, bottom, left, right] = parsed.data;
  return top < bottom && left < right ? { row: [top, bottom], column: [left, right] } : undefined;
}

const displayWords = {
  fixed: { range: 'fixed' },
  log: { scale: 'log' },
  linear: { scale: 'linear' },
  bare: { marginals: false },
} as const satisfies Record<string, Partial<Display>>;

const encodeDisplay = (display: Display): string =>
  [
    display.range === 'fixed' && 'fixed',
    display.scale !== 'auto' && display.scale,
    !display.marginals && 'bare',
  ]
    .filter(Boolean)
    .join();

function parseDisplay(text: string): Display | undefined {
  let display = defaultDisplay;
  for (const word of text.split(',').filter(Boolean)) {
    if (!Object.hasOwn(displayWords, word)) return undefined;
    display = { ...display, ...displayWords[word as keyof typeof displayWords] };
  }
  return display;
}

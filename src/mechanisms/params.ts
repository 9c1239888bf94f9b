import { Refusal, type Text } from '../trace/text';
import type { InputAxes, Mechanism, Param, Params, ParamValue } from './define';

export interface Resolved {
  readonly params: Params;
  /** What was changed to fit, one sentence each. */
  readonly notes: readonly Text[];
}

/** Constructor arguments that change nothing when a module is evaluated rather than trained, or ever. */
const withoutEffect: ReadonlySet<string> = new Set([
  'dropout',
  'drop',
  'attn_drop',
  'proj_drop',
  'drop_path',
  'drop_rate',
  'attn_drop_rate',
  'drop_path_rate',
  'drop_path_global',
  'use_checkpoint',
  'fused_window_process',
  'ns_per_pt',
  'ns_per_pts',
  'sr_ratio',
  'sr_ratios',
  'num_patch_size',
]);

/**
 * All parameters of a mechanism: what the person set, the nearest that is valid, or the default.
 * Sizes that follow from the inputs are taken from there.
 * @param exact take the arguments as they are, as PyTorch's constructor would: nothing is moved to
 *   the nearest valid value, sizes that follow from the inputs may be given, and slider ranges do
 *   not bind.
 * @throws Refusal when the combination is impossible.
 */
export function resolveParams(
  mechanism: Mechanism,
  given: Params,
  inputs: InputAxes,
  { exact = false } = {},
): Resolved {
  const notes: Text[] = [];
  const params: Record<string, ParamValue> = {};
  const entries = Object.entries(mechanism.params);
  for (const [name, param] of entries) params[name] = param.follows?.(inputs) ?? param.default;

  for (const [name, value] of Object.entries(given)) {
    if (withoutEffect.has(name) || Object.hasOwn(mechanism.params, name)) continue;
    if (exact) throw unknown(mechanism, name);
    notes.push(unknown(mechanism, name, value).text);
  }

  for (const [name, param] of entries) {
    const value = given[name];
    if (value === undefined || (param.follows && !exact)) continue;
    // PyTorch's None, where it means "as the input says".
    if (value === null && param.follows && !isNullable(param)) continue;
    if (isOfKind(param, value)) params[name] = value;
    else if (exact) throw misfit(name, param, value);
    else notes.push(misfit(name, param, value).text);
  }

  // Limits are kept in a second pass, because options depend on the other parameters.
  if (!exact) {
    for (const [name, param] of entries) {
      const fitted = nearest(param, params, params[name], inputs);
      if (fitted === params[name]) continue;
      if (given[name] !== undefined) notes.push(moved(name, params[name], fitted));
      params[name] = fitted;
    }
  }

  const objection = mechanism.check?.(params, inputs);
  if (objection) throw new Refusal(objection.en, objection.zh);
  return { params, notes };
}

const isNullable = (param: Param): boolean => 'nullable' in param && Boolean(param.nullable);

function isOfKind(param: Param, value: ParamValue): boolean {
  if (value === null) return isNullable(param);
  switch (param.kind) {
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && Object.hasOwn(param.choices, value);
    case 'list':
      return isListOf(param, value);
  }
}

export type ListParam = Extract<Param, { kind: 'list' }>;

/** Whether a value is a list of what a parameter wants, within its range. */
export const fitsList = (param: ListParam, value: unknown): value is readonly ParamValue[] =>
  isListOf(param, value) && clampList(param, value) === value;

/** Whether a value is a list, perhaps of lists, of what a parameter wants. */
const isListOf = (param: ListParam, value: unknown): value is readonly ParamValue[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((entry) => isEntry(param, entry) || isListOf(param, entry));

function isEntry({ entries }: ListParam, entry: unknown): boolean {
  if (entries === undefined) return Number.isFinite(entry);
  return entries === 'flags'
    ? typeof entry === 'boolean'
    : typeof entry === 'string' && entries.includes(entry);
}

/** The valid value nearest to a number; other kinds are valid as they are. */
function nearest(param: Param, params: Params, value: ParamValue, inputs: InputAxes): ParamValue {
  if (param.follows) return value;
  if (param.kind === 'list') return clampList(param, value);
  if (typeof value !== 'number' || (param.kind !== 'integer' && param.kind !== 'number'))
    return value;
  const options = param.options?.(params, inputs);
  if (!options?.length) return Math.min(param.max, Math.max(param.min, value));
  const distance = (option: number): number => Math.abs(option - value);
  return options.reduce((best, option) => (distance(option) < distance(best) ? option : best));
}

function clampList(param: ListParam, value: ParamValue): ParamValue {
  if (typeof value === 'number') return Math.min(param.max, Math.max(param.min, value));
  if (!Array.isArray(value)) return value;
  const clamped = value.map((entry: ParamValue) => clampList(param, entry));
  return clamped.every((entry, i) => entry === value[i]) ? value : clamped;
}

const show = (value: ParamValue): string => JSON.stringify(value);

const moved = (name: string, from: ParamValue, to: ParamValue): Text => ({
  en: `${name} cannot be ${show(from)} here; ${show(to)} is used.`,
  zh: `此处 ${name} 不能为 ${show(from)}，已改用 ${show(to)}。`,
});

const unknown = ({ name }: Mechanism, param: string, value?: ParamValue): Refusal =>
  new Refusal(
    `${name.en} has no parameter ${param}${value === undefined ? '' : ` (${show(value)})`}; leave it out.`,
    `${name.zh}没有参数 ${param}；请去掉它。`,
  );

function wantedList({ entries }: ListParam): readonly [en: string, zh: string] {
  if (entries === undefined) return ['a list of numbers', '数的列表'];
  if (entries === 'flags') return ['a list of true and false', 'true 与 false 的列表'];
  return [`a list of ${entries.join(', ')}`, `${entries.join('、')} 的列表`];
}

function misfit(name: string, param: Param, value: ParamValue): Refusal {
  const wanted = {
    integer: ['a whole number', '整数'],
    number: ['a number', '数'],
    flag: ['true or false', 'true 或 false'],
    choice: [
      `one of ${param.kind === 'choice' ? Object.keys(param.choices).join(', ') : ''}`,
      `${param.kind === 'choice' ? Object.keys(param.choices).join('、') : ''} 之一`,
    ],
    list: param.kind === 'list' ? wantedList(param) : ['', ''],
  }[param.kind];
  return new Refusal(
    `${name} is ${show(value)}, but should be ${wanted[0]}.`,
    `${name} 为 ${show(value)}，应为${wanted[1]}。`,
  );
}

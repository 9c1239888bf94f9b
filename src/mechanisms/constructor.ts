import type { Mechanism, Param, Params, ParamValue } from './define';

/**
 * The arguments of a PyTorch class under the names of the mechanism's parameters: those that forms
 * share are told apart, a square may be given by one side or by two, None stands for a choice of
 * that name, and what is left out is what the constructor takes then.
 * @param fixed what the class itself fixes.
 */
export function fromConstructor(mechanism: Mechanism, fixed: Params, given: Params): Params {
  const params: Record<string, ParamValue> = {};
  const entries = Object.entries(mechanism.params);
  const defaults = Object.fromEntries(entries.map(([name, param]) => [name, param.default]));
  const nameOf = ([name, { argument }]: (typeof entries)[number]) => argument ?? name;
  const own = entries.filter((entry) => {
    const shared = entries.filter((other) => nameOf(other) === nameOf(entry)).length > 1;
    return !shared || (entry[1].when?.({ ...defaults, ...fixed }) ?? true);
  });
  for (const [name, { omitted }] of own) if (omitted !== undefined) params[name] = omitted;
  for (const [name, value] of Object.entries(given)) {
    const entry = own.find((candidate) => nameOf(candidate) === name);
    if (entry) params[entry[0]] = asKind(entry[1], value);
    else params[name] = value;
  }
  return { ...params, ...fixed };
}

/** The variant of the published code, where that departs from the paper. */
export const publishedVariant = ({ params: { variant } }: Mechanism): Params =>
  variant?.kind === 'choice' && Object.hasOwn(variant.choices, 'published')
    ? { variant: 'published' }
    : {};

/** What Python takes for true; sizes of a part, which follow from the input, are true where it is there. */
const isTrue = (value: ParamValue): boolean =>
  Array.isArray(value) ? value.length > 0 : Boolean(value);

/**
 * An argument as PyTorch also takes it: one side for two equal ones, or two for one; None as a choice; a flag as
 * anything that is true or false, and a flag for the number 1 or 0.
 */
function asKind(param: Param, value: ParamValue): ParamValue {
  if (param.kind === 'flag') return isTrue(value);
  if ((param.kind === 'integer' || param.kind === 'number') && typeof value === 'boolean')
    return Number(value);
  if (param.kind === 'list' && param.follows && typeof value === 'number') return [value, value];
  if (param.kind === 'choice' && value === null) return 'None';
  if (param.kind !== 'integer' || !Array.isArray(value)) return value;
  const [side] = value;
  return value.length === 2 && value.every((entry) => entry === side) ? side : value;
}

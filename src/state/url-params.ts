/** Parameters of a mechanism as a part of the address. */
import { z } from 'zod/mini';
import type { Mechanism, Param, Params, ParamValue } from '../mechanisms/define';
import { fitsList } from '../mechanisms/params';

/** A factor on random weights. */
export const gainSchema = z.number().check(z.positive(), z.maximum(1000));

/** One key per parameter, its name after the prefix. */
export const encodeParams = (prefix: string, params: Params): (readonly [string, string])[] =>
  Object.entries(params).map(([name, value]) => [prefix + name, encodeParam(value)]);

const encodeParam = (value: ParamValue): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/**
 * The parameters of a mechanism that a query gives under a prefix.
 * @param fail called for each that the mechanism does not have, or that is no value of its kind and range
 */
export function decodeParams(
  query: URLSearchParams,
  prefix: string,
  mechanism: Mechanism | undefined,
  fail: () => void,
): Params {
  const params: Record<string, ParamValue> = {};
  for (const [key, text] of query) {
    if (!key.startsWith(prefix)) continue;
    const name = key.slice(prefix.length);
    const param =
      mechanism && Object.hasOwn(mechanism.params, name) ? mechanism.params[name] : undefined;
    const value = param && parseParam(param, text);
    if (value === undefined) fail();
    else params[name] = value;
  }
  return params;
}

/** Range and kind are checked here; what fits the other parameters and sizes is the plan's to say. */
function parseParam(param: Param, text: string): ParamValue | undefined {
  if (param.kind === 'choice') return Object.hasOwn(param.choices, text) ? text : undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (param.kind === 'list')
    return fitsList(param, value) && value.length <= 64 ? value : undefined;
  const parsed = schemaOf(param).safeParse(value);
  return parsed.success ? (parsed.data as ParamValue) : undefined;
}

function schemaOf(param: Exclude<Param, { kind: 'choice' | 'list' }>): z.ZodMiniType {
  if (param.kind === 'flag') return z.boolean();
  const bounds = [z.minimum(param.min), z.maximum(param.max)] as const;
  const scalar = (param.kind === 'integer' ? z.int() : z.number()).check(...bounds);
  return param.nullable ? z.nullable(scalar) : scalar;
}

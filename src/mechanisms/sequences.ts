import type { InputSpec } from '../trace/tensor';
import type { Text } from '../trace/text';
import { sizeIn } from './arguments';
import type { InputAxes, Params } from './define';

/** Inputs that are sequences of tokens, and their masks. */

/** One sequence [B, N, C]. */
export const sequence: InputSpec = { order: ['batch', 'token', 'channel'], from: 'sequence' };

/** A second sequence [B, Nk, C] that the first one attends to. */
export const memory: InputSpec = { order: ['batch', 'token', 'channel'], from: 'memory' };

/** Queries from the first sequence, keys and values from the second. */
export const queryKeyValue = { query: sequence, key: memory, value: memory } as const;

/** Queries, and keys and values that are the queries themselves when they are left out. */
export const queriesKeysValues = {
  queries: sequence,
  keys: { ...memory, optional: true },
  values: { ...memory, optional: true },
} as const;

/** For all of a batch, of the heads, of the queries, where those axes are left out, as PyTorch broadcasts them. */
const fewerAxes: InputSpec['alternatives'] = [['head', 'query', 'key'], ['query', 'key'], ['key']];

/** 1 where a query of a head may not look at a key. */
export const headMask: InputSpec = {
  order: ['batch', 'head', 'query', 'key'],
  alternatives: fewerAxes,
  from: 'mask',
  optional: true,
};

/** What the scores of each head are multiplied by. */
export const headFactors: InputSpec = {
  order: ['batch', 'head', 'query', 'key'],
  alternatives: fewerAxes,
  from: 'file',
  optional: true,
};

/** 1 where a query may not look at a key; for all of a batch, or all queries, where those axes are left out. */
export const attentionMask: InputSpec = {
  order: ['batch', 'query', 'key'],
  alternatives: [['query', 'key'], ['key']],
  from: 'mask',
  optional: true,
};

/** 1 where a key is padding, which nobody may look at. */
export const paddingMask: InputSpec = { order: ['batch', 'key'], from: 'mask', optional: true };

/** Queries and keys must be comparable, and every key must have a value. */
export function queryKeyCheck(_params: Params, inputs: InputAxes): Text | null {
  const [q, k] = [sizeIn(inputs, 'query', 'channel'), sizeIn(inputs, 'key', 'channel')];
  if (q !== k) {
    return {
      en: `A query has ${q} channels and a key ${k}, but a dot product needs equally many; change one of them.`,
      zh: `查询有 ${q} 个通道，键有 ${k} 个；点积要求二者相等，请修改其一。`,
    };
  }
  return valuePerKey(sizeIn(inputs, 'key', 'token'), sizeIn(inputs, 'value', 'token'));
}

/** Objection to a number of values that is not that of the keys. */
export function valuePerKey(keys: number, values: number): Text | null {
  if (keys === values) return null;
  return {
    en: `There are ${keys} keys but ${values} values; give one value for each key.`,
    zh: `有 ${keys} 个键、${values} 个值；每个键应对应一个值。`,
  };
}

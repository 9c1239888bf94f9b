import type { Text } from '../trace/text';
import { choice, firstOf, mustEqual, num, numOrNull, of, sizeIn } from './arguments';
import type { InputAxes, Param, Params } from './define';
import { queryKeyCheck } from './sequences';
import { channels } from './shared-params';

export const isGaussian = (params: Params): boolean => choice(params, 'mode') === 'gaussian';
const isBlock = (params: Params): boolean => choice(params, 'mode') === 'block';

/** Arguments of LocalAttention1D, under its names. */
export const localParams: Readonly<Record<string, Param>> = {
  mode: {
    kind: 'choice',
    default: 'sliding',
    choices: {
      sliding: { en: 'Sliding window', zh: '滑动窗口' },
      block: { en: 'Blocks', zh: '分块' },
      gaussian: { en: 'Predicted Gaussian (local-p)', zh: '预测高斯（local-p）' },
    },
    label: { en: 'Window', zh: '窗口' },
    help: {
      en: 'How the keys that a query may see are chosen.',
      zh: '如何选取查询可见的键。',
    },
  },
  radius: {
    kind: 'integer',
    default: 2,
    nullable: true,
    min: 0,
    max: 64,
    when: (params) => !isBlock(params),
    label: { en: 'Radius r', zh: '半径 r' },
    help: {
      en: 'Keys at most this far from the query, or from its predicted centre, are seen.',
      zh: '与查询（或其预测中心）相距不超过该值的键可见。',
    },
  },
  size: {
    kind: 'integer',
    default: 4,
    nullable: true,
    min: 1,
    max: 64,
    when: isBlock,
    label: { en: 'Block size b', zh: '块大小 b' },
    help: {
      en: 'Consecutive positions that see each other; the last block may be shorter.',
      zh: '彼此可见的连续位置数；最后一块可以较短。',
    },
  },
  causal: {
    kind: 'flag',
    default: false,
    when: (params) => !isGaussian(params),
    label: { en: 'Causal', zh: '因果' },
    help: {
      en: 'Keys that come after the query are masked too.',
      zh: '同时屏蔽查询之后的键。',
    },
  },
  dim: { ...channels('query'), when: isGaussian },
};

/** Objections to the arguments of LocalAttention1D. */
export function localCheck(params: Params, inputs: InputAxes): Text | null {
  const [queries, keys] = [sizeIn(inputs, 'query', 'token'), sizeIn(inputs, 'key', 'token')];
  return (
    firstOf(queryKeyCheck(params, inputs), sizeCheck(params)) ??
    (isGaussian(params)
      ? mustEqual(params, 'dim', sizeIn(inputs, 'query', 'channel'), of.queryChannels)
      : reachCheck(params, queries, keys))
  );
}

function sizeCheck(params: Params): Text | null {
  const [name, least] = isBlock(params)
    ? (['size', 1] as const)
    : (['radius', isGaussian(params) ? 1 : 0] as const);
  const given = numOrNull(params, name);
  if (given !== null && given >= least) return null;
  const mode = choice(params, 'mode');
  return {
    en: `${name} is ${given ?? 'left open'}, but mode "${mode}" needs at least ${least}; set it.`,
    zh: `${name} ${given === null ? '未设' : `为 ${given}`}，而模式“${mode}”要求至少为 ${least}；请设置。`,
  };
}

/** Objection to a query that has no key in its window: its softmax would be 0/0. */
function reachCheck(params: Params, queries: number, keys: number): Text | null {
  const last = isBlock(params)
    ? num(params, 'size') * Math.ceil(keys / num(params, 'size'))
    : keys + num(params, 'radius');
  if (queries <= last) return null;
  return {
    en: `There are ${queries} queries, but those from number ${last + 1} on have none of the ${keys} keys in their window; give more keys or a wider window.`,
    zh: `共有 ${queries} 个查询，但从第 ${last + 1} 个起，窗口内没有 ${keys} 个键中的任何一个；请增加键或扩大窗口。`,
  };
}

import type { Translate } from '../i18n';
import { filters } from '../inputs/filters';
import type { Paper } from '../mechanisms/define';
import type { Locale } from '../state/view';
import type { Axis } from '../trace/axes';
import type { Node, Step } from '../trace/graph';
import type { Text } from '../trace/text';

/** A step's title, with what tells it from others of the same name. */
export function stepTitle({ part, text: { title } }: Step, text: (text: Text) => string): string {
  if (part === undefined) return text(title);
  const words = typeof part === 'string' ? part : text(part);
  return `${text(title)}${text({ en: ', ', zh: '，' })}${words}`;
}

/** Inputs that a class names by an English word, for who reads Chinese. */
const chineseInputs: Readonly<Record<string, string>> = {
  query: '查询',
  queries: '查询',
  key: '键',
  keys: '键',
  value: '值',
  values: '值',
  context: '文本',
  memory: '记忆',
  src: '源句',
  tgt: '目标句',
  mask: '掩码',
  attn_mask: '掩码',
  attention_mask: '掩码',
  key_padding_mask: '填充掩码',
  attention_weights: '系数',
};

/** What a node is called: its step's title, or the name of the input or weight. */
export function nodeName(node: Node, text: (text: Text) => string, t: Translate): string {
  if (node.step) return stepTitle(node.step, text);
  if (node.op === 'weight') return t('node.weight', { name: node.source });
  if (node.op === 'input') {
    const name = node.source ?? '';
    return text({ en: `input ${name}`, zh: `${chineseInputs[name] ?? ''}输入（${name}）` });
  }
  return node.source ?? node.op;
}

/** Channels of an image carry the English names of their filters. */
const filterNames = new Map(filters.map(({ name }) => [name.en, name]));

/** A position on an axis as a person would say it: the word, the pixel, the channel's name, or its number. */
export function positionName(axis: Axis, index: number, locale: Locale): string {
  const label = axis.labels?.[index];
  if (label !== undefined) return filterNames.get(label)?.[locale] ?? label;
  if (axis.places?.kind === 'grid') {
    const { width } = axis.places;
    return `(${Math.floor(index / width)}, ${index % width})`;
  }
  return `${index}`;
}

/** `Vaswani et al., NeurIPS 2017`. */
export function cite({ authors, venue, year }: Paper): string {
  const [first, second, third] = authors.split(', ');
  const who = third ? `${first} et al.` : second ? `${first} & ${second}` : first;
  return `${who}, ${venue.includes(`${year}`) ? venue : `${venue} ${year}`}`;
}

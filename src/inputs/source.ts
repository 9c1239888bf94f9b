import { type Axis, axis, axisOf, hasRole, type Role, shapeOf, sizeOf } from '../trace/axes';
import { type InputSpec, type Vocabulary, wordsToUse } from '../trace/tensor';
import { Refusal } from '../trace/text';
import type { InputChoice, NumbersChoice, RandomChoice, TextChoice } from './choice';
import { features, imageAxes } from './image';
import type { Pixels } from './pixels';
import { random } from './random';
import { inputFromFile, layoutsOf, permute, type RawTensors, UNNAMED } from './raw';
import { embed, textAxes, tokenize } from './text';

/** Where one input comes from. Axes are known at once; numbers are worked out when asked for. */
export interface Source {
  readonly axes: readonly Axis[];
  /** The same for sources with the same numbers. */
  readonly key: string;
  readonly numbers: () => Float32Array;
}

/**
 * The source of one input: [batch, token, channel] or [batch, height, width, channel], and as in the
 * file for imported tensors. Undefined when the choice has nothing for it.
 * @param single whether it is the only input that must be given, so that a file need not name it.
 */
export function sourceOf(
  choice: InputChoice,
  name: string,
  spec: InputSpec,
  single: boolean,
  image?: Pixels,
): Source | undefined {
  if (choice.kind === 'tensors') return tensorSource(choice.tensors, name, spec, single);
  if (spec.vocabulary) return wordSource(choice, spec, spec.vocabulary);
  if (spec.optional || spec.from === 'mask') return undefined;
  switch (choice.kind) {
    case 'numbers':
      return numbersSource(choice, name);
    case 'text':
      return textSource(choice, spec);
    case 'random':
      return randomSource(choice, name, spec);
    case 'image': {
      const { height, width, channels } = choice;
      requireSizes({ height, width, channels });
      return {
        axes: imageAxes(height, width, channels),
        key: 'image',
        numbers: () => {
          if (image) return features(image, height, width, channels).data;
          throw new Refusal(
            'No image is open; choose a photograph or open your own.',
            '尚未打开图像；请选择一张照片或打开自己的图像。',
          );
        },
      };
    }
  }
}

function tensorSource(
  tensors: RawTensors,
  name: string,
  spec: InputSpec,
  single: boolean,
): Source | undefined {
  const names = Object.keys(tensors);
  const only = single && (names.length === 1 || names.includes(UNNAMED));
  const found = names.includes(name) ? name : only ? (names.length === 1 ? names[0] : UNNAMED) : '';
  if (!found) return undefined;
  const { axes, data } = inputFromFile(found, tensors[found], spec);
  return { axes, key: name, numbers: () => data };
}

/** The matrix that fills an input: `queries` and `keys` in some classes are `query` and `key` in others. */
export const numbersRole = (name: string) =>
  ({ query: 'query', queries: 'query', key: 'key', keys: 'key', value: 'value', values: 'value' })[
    name
  ] as 'query' | 'key' | 'value' | undefined;

function numbersSource(choice: NumbersChoice, name: string): Source | undefined {
  const role = numbersRole(name);
  if (!role) return undefined;
  const rows = requireMatrix(role, choice[role]);
  const { query, key, value } = choice;
  if (query[0]?.length !== key[0]?.length) {
    throw new Refusal(
      `Queries have ${query[0]?.length} numbers and keys ${key[0]?.length}; give them the same number of columns.`,
      `查询有 ${query[0]?.length} 个数，键有 ${key[0]?.length} 个数；请让二者列数相同。`,
    );
  }
  if (key.length !== value.length) {
    throw new Refusal(
      `There are ${key.length} keys and ${value.length} values; give one value for each key.`,
      `有 ${key.length} 个键和 ${value.length} 个值；请为每个键给出一个值。`,
    );
  }
  const input = role === 'query' ? 'query' : 'key';
  const labels = choice.labels?.[input];
  const fit = labels?.length === rows.length ? { labels } : {};
  return {
    axes: [
      axis('batch', 1),
      axis('token', rows.length, { places: { kind: 'sequence', input }, ...fit }),
      axis('channel', rows[0].length),
    ],
    key: role,
    numbers: () => Float32Array.from(rows.flat()),
  };
}

function requireMatrix(name: string, rows: readonly (readonly number[])[]) {
  if (rows.length === 0 || rows[0].length === 0 || rows.some((r) => r.length !== rows[0].length)) {
    throw new Refusal(
      `The matrix "${name}" is empty or its rows differ in length; give every row the same number of columns.`,
      `矩阵“${name}”为空或各行长度不一；请让每一行的列数相同。`,
    );
  }
  rows.forEach((row, y) => {
    const x = row.findIndex((value) => !Number.isFinite(value));
    if (x < 0) return;
    throw new Refusal(
      `Row ${y + 1}, column ${x + 1} of "${name}" is ${row[x]}; type a finite number.`,
      `“${name}”第 ${y + 1} 行第 ${x + 1} 列为 ${row[x]}；请输入有限的数值。`,
    );
  });
  return rows;
}

function textSource({ text, second, dim, position }: TextChoice, { from }: InputSpec): Source {
  requireSizes({ dim });
  const other = from === 'memory' && second?.trim() ? second : undefined;
  const input = other ? 'memory' : 'sequence';
  const { tokens } = tokenize(other ?? text);
  return {
    axes: textAxes(tokens, dim, input),
    key: input,
    numbers: () => embed(tokens, dim, { position, input }).data,
  };
}

/** Words of a vocabulary, one-hot. The second sentence is read only by inputs that may be left out. */
function wordSource(
  choice: InputChoice,
  { from, optional }: InputSpec,
  vocabulary: Vocabulary,
): Source | undefined {
  const { words } = vocabulary;
  if (choice.kind !== 'text') {
    if (optional) return undefined;
    throw new Refusal(
      'Only sentences of known words fit here; choose a text as input.',
      '此处只接受由已知词组成的句子；请选择文本输入。',
    );
  }
  const text = from === 'memory' ? choice.second : choice.text;
  if (optional && !text?.trim()) return undefined;
  const { tokens } = tokenize(text ?? '');
  const indices = tokens.map((token) => wordIndex(token, vocabulary));
  return {
    axes: [
      axis('batch', 1),
      axis('token', tokens.length, { places: { kind: 'sequence', input: from }, labels: tokens }),
      axis('channel', words.length, { labels: words }),
    ],
    key: from,
    numbers: () => {
      const data = new Float32Array(tokens.length * words.length);
      for (const [n, index] of indices.entries()) data[n * words.length + index] = 1;
      return data;
    },
  };
}

/** @throws Refusal that lists the words that are known. */
function wordIndex(token: string, vocabulary: Vocabulary): number {
  const index = vocabulary.words.indexOf(token.normalize('NFC').toLowerCase());
  if (index >= 0) return index;
  const known = wordsToUse(vocabulary).join(' ');
  throw new Refusal(
    `“${token}” is not among the words of this little language; use these: ${known}`,
    `“${token}”不在这个小型语言的词表中；可用的词：${known}`,
  );
}

function randomSource(choice: RandomChoice, name: string, { from, order }: InputSpec): Source {
  const { seed, batch, tokens, memory, height, width, channels } = choice;
  const isMap = from === 'image' || order.includes('height');
  const length = from === 'memory' ? memory : tokens;
  requireSizes(isMap ? { batch, height, width, channels } : { batch, tokens: length, channels });
  const places = { kind: 'sequence', input: from } as const;
  const inner = isMap
    ? [axis('height', height), axis('width', width)]
    : [axis('token', length, { places })];
  const axes = [axis('batch', batch), ...inner, axis('channel', channels)];
  return {
    axes,
    key: name,
    numbers: () => {
      const { normal } = random(seed, name);
      return Float32Array.from({ length: sizeOf(axes) }, normal);
    },
  };
}

function requireSizes(sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (Number.isSafeInteger(size) && size > 0) continue;
    throw new Refusal(
      `The size "${name}" is ${size}; give a whole number of at least 1.`,
      `尺寸“${name}”为 ${size}；请给出不小于 1 的整数。`,
    );
  }
}

/** Roles of one position in a sequence. */
const positions: readonly Role[] = ['token', 'query', 'key', 'slot'];

/** A source with its axes named and ordered as the mechanism wants them. */
export function shaped(source: Source, name: string, spec: InputSpec): Source {
  const layouts = layoutsOf(spec);
  const wanted =
    layouts.find(
      (roles) =>
        roles.length === source.axes.length && source.axes.every((a) => roles.includes(a.role)),
    ) ?? layouts.find((roles) => roles.some((role) => positions.includes(role)));
  if (!wanted) {
    throw new Refusal(
      `The input "${name}" is a map of pixels, but a sequence was given; choose an image or random numbers.`,
      `输入“${name}”需要特征图，给出的却是序列；请选择图像或随机数。`,
    );
  }
  const axes = withPlaces(rename(source.axes, wanted), name);
  const ordered = permute({ axes, data: new Float32Array(0) }, wanted).axes;
  const same = ordered.every((a, i) => a === axes[i]);
  return {
    axes: ordered,
    key: `${source.key} ${ordered.map((a) => axes.indexOf(a))}`,
    numbers: () =>
      same ? source.numbers() : permute({ axes, data: source.numbers() }, wanted).data,
  };
}

/** Pixels row by row where tokens are wanted, and tokens as queries or keys where these are. */
function rename(axes: readonly Axis[], wanted: readonly Role[]): readonly Axis[] {
  const position = wanted.find((role) => positions.includes(role));
  if (!position || axes.every((a) => wanted.includes(a.role))) return axes;
  if (!hasRole(axes, 'height')) {
    return axes.map((a) => (a.role === 'token' ? { ...a, role: position } : a));
  }
  const [height, width] = shapeOf([axisOf(axes, 'height'), axisOf(axes, 'width')]);
  const places = { kind: 'grid', height, width } as const;
  return axes.flatMap((a) => {
    if (a.role === 'width') return [];
    return [a.role === 'height' ? axis(position, height * width, { places }) : a];
  });
}

/** Imported sequences stand for their own positions. */
const withPlaces = (axes: readonly Axis[], input: string): readonly Axis[] =>
  axes.map((a) =>
    positions.includes(a.role) && !a.places ? { ...a, places: { kind: 'sequence', input } } : a,
  );

/** The input in the URL. What is private or large, an own image or imported tensors, is only mentioned. */
import { z } from 'zod/mini';
import type {
  ImageChoice,
  InputChoice,
  NumbersChoice,
  RandomChoice,
  TensorsChoice,
} from '../inputs/choice';
import { type ExampleName, numbersChoice, workedExamples } from '../inputs/numbers';
import { type SampleName, samples } from '../inputs/samples';
import type { Part } from './url';
import { locales } from './view';

const size = z.int().check(z.positive(), z.maximum(65_536));
const seed = z.int().check(z.nonnegative(), z.maximum(0xffffffff));
const sides = z.tuple([size, size, size]);
const randomSizes = z.tuple([seed, size, size, size, size, size, size]);
const matrix = z.array(z.array(z.number()).check(z.minLength(1))).check(z.minLength(1));
const matrices = z.object({ query: matrix, key: matrix, value: matrix });

const isSample = (name: string): name is SampleName => Object.hasOwn(samples, name);
const exampleNames = Object.keys(workedExamples) as ExampleName[];

type Entries = readonly (readonly [key: string, value: string])[];

/** Entries of the query for an input; none for the default one. */
export function encodeInput(choice: InputChoice, usual: InputChoice): Entries {
  if (choice.kind !== 'tensors' && JSON.stringify(choice) === JSON.stringify(usual)) return [];
  switch (choice.kind) {
    case 'image':
      return [['in', ['image', choice.image, choice.height, choice.width, choice.channels].join()]];
    case 'text':
      return [
        ['in', ['text', choice.dim, choice.position].join()],
        ['text', choice.text],
        ['text2', choice.second ?? ''],
      ];
    case 'random': {
      const { seed, batch, tokens, memory, height, width, channels } = choice;
      return [['in', ['random', seed, batch, tokens, memory, height, width, channels].join()]];
    }
    case 'numbers':
      return encodeNumbers(choice);
    case 'tensors':
      return [['in', 'tensors']];
  }
}

function encodeNumbers(choice: NumbersChoice): Entries {
  const text = JSON.stringify(choice);
  for (const name of exampleNames) {
    for (const locale of locales) {
      if (JSON.stringify(numbersChoice(name, locale)) === text) {
        return [['in', ['numbers', name, locale].join()]];
      }
    }
  }
  const rows = (m: readonly (readonly number[])[]) => m.map((row) => row.join()).join(';');
  return [
    ['in', 'numbers'],
    ['q', rows(choice.query)],
    ['k', rows(choice.key)],
    ['v', rows(choice.value)],
    ['ql', choice.labels?.query?.join() ?? ''],
    ['kl', choice.labels?.key?.join() ?? ''],
  ];
}

/** The input that a query describes; the default one where it cannot be read. */
export function decodeInput(
  query: URLSearchParams,
  usual: InputChoice,
  ownImage: boolean,
  ownTensors: TensorsChoice | null = null,
): { readonly choice: InputChoice; readonly problems: readonly Part[] } {
  const text = query.get('in');
  if (text === null) return { choice: usual, problems: [] };
  const [kind, ...rest] = text.split(',');
  if (kind === 'tensors') {
    return ownTensors
      ? { choice: ownTensors, problems: [] }
      : { choice: usual, problems: ['ownFile'] };
  }
  const found = decodeKind(kind, rest, query);
  if (!found) return { choice: usual, problems: ['input'] };
  if (found.kind !== 'image' || found.image !== 'own' || ownImage)
    return { choice: found, problems: [] };
  return { choice: { ...found, image: 'chelsea' }, problems: ['ownImage'] };
}

function decodeKind(kind: string, rest: string[], query: URLSearchParams): InputChoice | undefined {
  if (kind === 'image') return decodeImage(rest);
  if (kind === 'random') return decodeRandom(rest);
  if (kind === 'numbers') return decodeNumbers(rest, query);
  if (kind !== 'text') return undefined;
  const dim = size.safeParse(Number(rest[0]));
  const position = (['sinusoidal', 'none'] as const).find((p) => p === rest[1]);
  const text = query.get('text');
  if (!dim.success || !position || !text) return undefined;
  return { kind: 'text', text, second: query.get('text2') ?? '', dim: dim.data, position };
}

function decodeImage([image, ...numbers]: string[]): ImageChoice | undefined {
  const parsed = sides.safeParse(numbers.map(Number));
  if (!parsed.success || !image || !(isSample(image) || image === 'own')) return undefined;
  const [height, width, channels] = parsed.data;
  return { kind: 'image', image, height, width, channels };
}

function decodeRandom(numbers: string[]): RandomChoice | undefined {
  const parsed = randomSizes.safeParse(numbers.map(Number));
  if (!parsed.success) return undefined;
  const [seed, batch, tokens, memory, height, width, channels] = parsed.data;
  return { kind: 'random', seed, batch, tokens, memory, height, width, channels };
}

function decodeNumbers(
  [name, language]: string[],
  query: URLSearchParams,
): NumbersChoice | undefined {
  const example = exampleNames.find((n) => n === name);
  if (name !== undefined) {
    return example && numbersChoice(example, locales.find((l) => l === language) ?? 'en');
  }
  const rows = (key: string) =>
    query
      .get(key)
      ?.split(';')
      .map((row) => row.split(',').map((x) => (x === '' ? Number.NaN : Number(x))));
  const parsed = matrices.safeParse({ query: rows('q'), key: rows('k'), value: rows('v') });
  if (!parsed.success) return undefined;
  const words = (key: string) => query.get(key)?.split(',');
  const labels = { query: words('ql'), key: words('kl') };
  return {
    kind: 'numbers',
    ...parsed.data,
    ...(labels.query || labels.key ? { labels } : {}),
  };
}

import type { Section } from './section';
import { mostSizes, type SizeName, type Sizes, usualSizes } from './sizes';

const order = ['tokens', 'height', 'width', 'channels', 'heads'] as const satisfies SizeName[];

/** `at=map,1024,32,32,64,8`: the shape, then tokens, height, width, channels and heads. */
export const sizesSection: Section<Sizes> = {
  usual: usualSizes,
  encode: (sizes) => {
    const word = (of: Sizes): string => [of.shape, ...order.map((name) => of[name])].join();
    return word(sizes) === word(usualSizes) ? [] : [['at', word(sizes)]];
  },
  decode: (query) => {
    const text = query.get('at');
    const sizes = text === null ? usualSizes : parse(text);
    return { value: sizes ?? usualSizes, problem: !sizes };
  },
};

function parse(text: string): Sizes | undefined {
  const [shape, ...words] = text.split(',');
  if ((shape !== 'sequence' && shape !== 'map') || words.length !== order.length) return undefined;
  const numbers = words.map(Number);
  const allowed = order.every(
    (name, i) => Number.isInteger(numbers[i]) && numbers[i] >= 1 && numbers[i] <= mostSizes[name],
  );
  if (!allowed) return undefined;
  const [tokens, height, width, channels, heads] = numbers;
  return { shape, tokens, height, width, channels, heads };
}

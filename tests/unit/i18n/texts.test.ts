import { expect, test } from 'vitest';
import { createTranslator } from '../../../src/i18n';
import { en } from '../../../src/i18n/en';
import { zh } from '../../../src/i18n/zh';

type Tree = { readonly [key: string]: string | Tree };

const flat = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flat(value, `${path}${key}.`),
  );

const english = new Map(flat(en));
const chinese = new Map(flat(zh));

test('both languages have the same keys', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
});

test('no text is empty', () => {
  for (const [key, text] of [...english, ...chinese]) expect(text.trim(), key).not.toBe('');
});

test('both languages fill in the same things', () => {
  const blanks = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
  for (const [key, text] of english)
    expect(blanks(chinese.get(key) ?? ''), key).toEqual(blanks(text));
});

test('Chinese texts are Chinese', () => {
  // Names stay as they are, and so does what has no words.
  const names = new Set(['English', 'Transformer', 'MACs', 'id']);
  for (const [key, text] of chinese) {
    const words = /[a-z]/i.test(text.replace(/\{\{\w+\}\}/g, ''));
    if (words && !names.has(text)) expect(text, key).toMatch(/[\u3000-\u9fff\uff00-\uffef]/);
  }
});

test('numbers choose the plural', () => {
  const { t } = createTranslator('en');
  expect(t('input.words', { count: 1 })).toBe('1 word');
  expect(t('input.words', { count: 2 })).toBe('2 words');
  expect(createTranslator('zh').t('input.words', { count: 2 })).toBe('2 个词');
});

import type { Pin } from '../state/view';

/** A piece of a lesson's text (see `Lesson`). */
export type Token =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'formula'; readonly tex: string }
  | { readonly kind: 'quote'; readonly name: string }
  | { readonly kind: 'step'; readonly words: string; readonly step: string }
  | { readonly kind: 'cell'; readonly words: string; readonly pin: Pin }
  | { readonly kind: 'lesson'; readonly words: string; readonly id: string };

const pattern = /\[([^\]]+)\]\((step|cell|open):([^)]+)\)|\{([\w-]+)\}|\$([^$]+)\$/g;

/** The pieces of a text, in order; what is no markup is words. */
export function parseMarkup(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) tokens.push({ kind: 'words', words: text.slice(end, match.index) });
    const [whole, words, kind, target, name, tex] = match;
    if (name) tokens.push({ kind: 'quote', name });
    else if (tex) tokens.push({ kind: 'formula', tex });
    else if (kind === 'step') tokens.push({ kind, words, step: target });
    else if (kind === 'open') tokens.push({ kind: 'lesson', words, id: target });
    else tokens.push({ kind: 'cell', words, pin: pinOf(target) });
    end = match.index + whole.length;
  }
  if (end < text.length) tokens.push({ kind: 'words', words: text.slice(end) });
  return tokens;
}

/** `weights:0,0,2`; the key of a step may hold a colon itself. */
function pinOf(target: string): Pin {
  const at = target.lastIndexOf(':');
  return {
    step: target.slice(0, at),
    index: target
      .slice(at + 1)
      .split(',')
      .map(Number),
  };
}

import type { Theme } from '../draw/figure';
import { lightTheme } from '../draw/theme';

/** Width of a column and of a page of a journal, in millimetres. */
export const printWidths = { column: 85, page: 175 } as const;
export type SheetWidth = keyof typeof printWidths | 'screen';

/** White, nothing, or the paper of the page as it is on the screen. */
export type Background = 'white' | 'transparent' | 'screen';

export const pixelsPerMillimetre = 96 / 25.4;

/** The light theme on pure white. One object, since colour tables are kept per theme. */
export const printTheme: Theme = { ...lightTheme, paper: '#ffffff' };

/** The theme of a file: what is to lie on white, or on someone else's page, is always drawn in dark ink. */
export const themeFor = (background: Background, onScreen: Theme): Theme =>
  background === 'screen' ? onScreen : printTheme;

/** A figure on its way out: how large, on what, and with which words round it. */
export interface Sheet {
  readonly width: SheetWidth;
  readonly background: Background;
  /** Over the figure; none when left out. */
  readonly title?: string;
  /** Paragraphs under the figure. */
  readonly smallPrint: readonly string[];
}

export const sheetFont = { title: 13, smallPrint: 9 } as const;

/**
 * Lines of a text that fit a width, broken between words, or between characters in scripts without spaces.
 * @param measure width of a text in pixels
 */
export function wrap(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text)) {
    if (line !== '' && measure((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  return line.trimEnd() === '' ? lines : [...lines, line.trimEnd()];
}

/** Words with the space and punctuation after them: where a line may end. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (const { segment, isWordLike } of new Intl.Segmenter(undefined, {
    granularity: 'word',
  }).segment(text)) {
    const breaks =
      pieces.length === 0 || /[\s\p{sc=Han}、，。；：]$/u.test(pieces[pieces.length - 1]);
    if (breaks && (isWordLike || !/^[、，。；：）\s]/u.test(segment))) pieces.push(segment);
    else pieces[pieces.length - 1] += segment;
  }
  return pieces;
}

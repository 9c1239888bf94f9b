import { createContext } from 'react';
import type { Theme } from '../draw/figure';

/** How figures are drawn that are not on the page but on their way into a file. */
export interface FigureSettings {
  readonly theme: Theme;
  /** Device pixels per pixel. */
  readonly ratio: number;
  /** A figure was drawn, or drawn anew. */
  readonly onDraw: () => void;
}

/** Null on the page. */
export const FigureSettingsContext = createContext<FigureSettings | null>(null);

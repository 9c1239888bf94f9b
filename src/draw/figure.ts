import type { TensorRole } from '../trace/graph';

/** Colours and type of a figure. Figures set every presentation attribute themselves, so that an exported one stands alone. */
export interface Theme {
  readonly dark: boolean;
  readonly paper: string;
  readonly ink: string;
  /** From faint to strong. */
  readonly greys: readonly [string, string, string, string];
  readonly accent: string;
  readonly roles: Readonly<Record<TensorRole, string>>;
  readonly sans: string;
  readonly mono: string;
}

/** How values become colours. */
export interface Colouring {
  /** Sequential from the paper's colour for weights and gates, diverging round zero for scores and features. */
  readonly map: 'sequential' | 'diverging';
  readonly domain: readonly [number, number];
  readonly log: boolean;
}

/** What every figure function gets besides its data. The document comes in with `host`. */
export interface FigureContext {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly reducedMotion: boolean;
  /** Device pixels per pixel, for an export; the window's when left out. */
  readonly ratio?: number;
  /** Fixed-precision number text, the same everywhere. */
  readonly format: (value: number) => string;
}

/** A live figure inside its host element. `update` with new data redraws in place; nothing else touches its DOM. */
export interface Figure<Data> {
  update(data: Data, context: FigureContext): void;
  destroy(): void;
}

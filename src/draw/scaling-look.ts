import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond2,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3';
import type { Theme } from './figure';

/** Hues after Okabe and Ito, each dark (or light) enough for a thin line and the small text beside it. */
const light = [
  '#0069a6',
  '#b84a00',
  '#007a59',
  '#7a3fa0',
  '#8a6400',
  '#b8326f',
  '#48525e',
  '#1f8296',
] as const;

const dark = [
  '#5cb3ec',
  '#ff8d52',
  '#3fcb9d',
  '#bf9cf2',
  '#e9c04a',
  '#f08fc0',
  '#c2c8d0',
  '#6fd6e6',
] as const;

/** Colour of the i-th line of a plot. */
export const lineColour = (i: number, theme: Theme): string =>
  (theme.dark ? dark : light)[i % light.length];

const triangleDown: SymbolType = {
  draw(context, size) {
    const y = Math.sqrt(size / (Math.sqrt(3) * 3));
    context.moveTo(0, y * 2);
    context.lineTo(-Math.sqrt(3) * y, -y);
    context.lineTo(Math.sqrt(3) * y, -y);
    context.closePath();
  },
};

const types: readonly SymbolType[] = [
  symbolCircle,
  symbolSquare,
  symbolTriangle,
  symbolDiamond2,
  triangleDown,
  symbolCross,
  symbolStar,
  symbolWye,
];

/** Outline of the i-th line's mark about the origin, so that lines are told apart without colour too. */
export const markPath = (i: number, size = 46): string =>
  symbol(types[i % types.length], size)() ?? '';

import type { Theme } from './figure';

/** Neighbours differ in lightness as well as in hue, so that they stay apart for colour-blind eyes. */
const light = [
  '#3f66a8',
  '#63b5a2',
  '#e3b34d',
  '#c8566b',
  '#9d8ac7',
  '#3b7f4a',
  '#e59a7f',
  '#7f5a3c',
] as const;

const dark = [
  '#7da2e3',
  '#3d9c88',
  '#edc76a',
  '#d4637a',
  '#c3b3ee',
  '#5fae6b',
  '#f0ab90',
  '#a88260',
] as const;

/** Colour of the i-th of several branches, groups or regions that have no role of their own. */
export const categoryColour = (i: number, theme: Theme): string => {
  const set = theme.dark ? dark : light;
  return set[i % set.length];
};

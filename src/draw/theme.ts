import type { Theme } from './figure';

const cjk = "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC'";
const sans = `'Inter Variable', Inter, system-ui, ${cjk}, sans-serif`;
const mono = `'JetBrains Mono', ui-monospace, SFMono-Regular, Menlo, ${cjk}, monospace`;

/**
 * Warm near-white paper. Role colours are the Okabe–Ito hues, darkened until they can be read as
 * small text on it (4.5 : 1).
 */
export const lightTheme: Theme = {
  dark: false,
  paper: '#fdfcfa',
  ink: '#1d1b18',
  greys: ['#efedea', '#d3d0ca', '#757069', '#524e48'],
  accent: '#0b5f93',
  roles: {
    query: '#0069a6',
    key: '#b84a00',
    value: '#007a59',
    scores: '#635d72',
    weights: '#6a3d9a',
    gate: '#a83f77',
    output: '#8f5f00',
    feature: '#5e5a55',
    position: '#5e5a55',
    mask: '#5e5a55',
    bias: '#5e5a55',
  },
  sans,
  mono,
};

/** Warm near-black. The same hues, lifted until they glow evenly on it. */
export const darkTheme: Theme = {
  dark: true,
  paper: '#161513',
  ink: '#ece8e1',
  greys: ['#24221f', '#3c3934', '#8f897f', '#b9b3a9'],
  accent: '#74b9ea',
  roles: {
    query: '#5cb3ec',
    key: '#ff8d52',
    value: '#3fcb9d',
    scores: '#b0a8c4',
    weights: '#b99cf0',
    gate: '#e994c2',
    output: '#f0b429',
    feature: '#aaa49b',
    position: '#aaa49b',
    mask: '#aaa49b',
    bias: '#aaa49b',
  },
  sans,
  mono,
};

/** Sizes of type in a figure, in pixels. */
export const fontSize = { label: 12, small: 11, title: 13 } as const;

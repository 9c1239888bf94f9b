import { colourerOf, valueAt } from '../../draw/colour';
import type { Colouring, Theme } from '../../draw/figure';
import type { Translate } from '../../i18n';

/** What colours and marks of all tiles mean. */
export interface LegendEntry {
  readonly text: string;
  /** From left to right; a single one is a plain colour. */
  readonly colours: readonly string[];
  readonly shape: 'ramp' | 'line' | 'bars' | 'hatch';
}

const shades = 24;

const ramp = (colouring: Colouring, theme: Theme): string[] => {
  const colour = colourerOf(colouring, theme);
  return Array.from({ length: shades }, (_, i) => colour(valueAt(colouring, i / (shades - 1))));
};

export const legendOf = (theme: Theme, t: Translate): readonly LegendEntry[] => [
  {
    shape: 'ramp',
    colours: ramp({ map: 'sequential', domain: [0, 1], log: false }, theme),
    text: t('plate.legend.sequential'),
  },
  {
    shape: 'ramp',
    colours: ramp({ map: 'diverging', domain: [-1, 1], log: false }, theme),
    text: t('plate.legend.diverging'),
  },
  { shape: 'line', colours: [theme.roles.query], text: t('plate.legend.query') },
  { shape: 'line', colours: [theme.roles.key], text: t('plate.legend.key') },
  { shape: 'bars', colours: [theme.roles.gate], text: t('plate.legend.gate') },
  { shape: 'hatch', colours: [theme.greys[2]], text: t('plate.legend.masked') },
];

import { use } from 'react';
import type { Theme } from '../draw/figure';
import { darkQuery } from '../state/preferences';
import { useAtlas } from './atlas-context';
import { FigureSettingsContext } from './figure-settings';
import { themeNamed } from './theme';
import { useMedia } from './use-media';

/** The theme that page and figures have now; that of the file for figures on their way into one. */
export function useTheme(): Theme {
  const dark = useMedia(darkQuery);
  const ofPage = themeNamed(useAtlas((s) => s.theme) ?? (dark ? 'dark' : 'light'));
  return use(FigureSettingsContext)?.theme ?? ofPage;
}

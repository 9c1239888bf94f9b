import type { Theme } from '../draw/figure';
import { darkQuery } from '../state/preferences';
import { useAtlas } from './atlas-context';
import { themeNamed } from './theme';
import { useMedia } from './use-media';

/** The theme that page and figures have now. */
export function useTheme(): Theme {
  const dark = useMedia(darkQuery);
  return themeNamed(useAtlas((s) => s.theme) ?? (dark ? 'dark' : 'light'));
}

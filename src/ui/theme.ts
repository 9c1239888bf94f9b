import type { Theme } from '../draw/figure';
import { darkTheme, lightTheme } from '../draw/theme';
import type { ThemeName } from '../state/view';

export const themeNamed = (name: ThemeName): Theme => (name === 'dark' ? darkTheme : lightTheme);

/** Gives the page the colours and faces of the figures. */
export function applyTheme(name: ThemeName, root: HTMLElement): void {
  const theme = themeNamed(name);
  root.dataset.theme = name;
  const colours: Record<string, string> = {
    paper: theme.paper,
    ink: theme.ink,
    accent: theme.accent,
    sans: theme.sans,
    mono: theme.mono,
  };
  theme.greys.forEach((grey, i) => {
    colours[`grey-${i + 1}`] = grey;
  });
  for (const [role, colour] of Object.entries(theme.roles)) colours[`role-${role}`] = colour;
  for (const [key, value] of Object.entries(colours)) root.style.setProperty(`--${key}`, value);
}

import { type Locale, locales, type ThemeName, themes, type ViewState } from './view';

/** Where a reader's choice of language and theme is remembered between visits. */
const storageKey = 'attention-atlas';

type Preferences = Pick<ViewState, 'locale' | 'theme'>;

/** The language that a reader's browser asks for. */
const preferredLocale = (wanted: readonly string[] = navigator.languages): Locale =>
  wanted
    .find((tag) => /^(en|zh)\b/i.test(tag))
    ?.toLowerCase()
    .startsWith('zh')
    ? 'zh'
    : 'en';

export const localeOf = (state: Preferences): Locale => state.locale ?? preferredLocale();

export const darkQuery = '(prefers-color-scheme: dark)';

export const themeOf = (state: Preferences): ThemeName =>
  state.theme ?? (matchMedia(darkQuery).matches ? 'dark' : 'light');

/** What was remembered; nothing where storage is closed to us or holds something else. */
export function recall(storage: () => Pick<Storage, 'getItem'>): Preferences {
  try {
    const found: unknown = JSON.parse(storage().getItem(storageKey) ?? '{}');
    const { locale, theme } = (found ?? {}) as Record<string, unknown>;
    return {
      locale: locales.find((l) => l === locale) ?? null,
      theme: themes.find((t) => t === theme) ?? null,
    };
  } catch {
    return { locale: null, theme: null };
  }
}

export function remember(storage: () => Pick<Storage, 'setItem'>, { locale, theme }: Preferences) {
  try {
    storage().setItem(storageKey, JSON.stringify({ locale, theme }));
  } catch {
    // A page that may not store anything works all the same.
  }
}

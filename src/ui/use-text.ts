import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../state/preferences';
import type { Locale } from '../state/view';
import type { Text } from '../trace/text';
import { useAtlas } from './atlas-context';

export const useLocale = (): Locale => useAtlas(localeOf);

/** Reads a two-language text in the language of the page. */
export function useText(): (text: Text) => string {
  const locale = useLocale();
  return useCallback((text: Text) => text[locale], [locale]);
}

/** The interface texts. */
export const useT = () => useTranslation().t;

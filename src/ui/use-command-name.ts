import { useTranslation } from 'react-i18next';
import type { Command } from '../state/commands';
import { useText } from './use-text';

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

const symbols: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowRight: '→',
  ArrowLeft: '←',
  Escape: 'Esc',
};

/** A key as it is printed on a keyboard. */
export const keyLabel = (key: string): string =>
  key.startsWith('Mod+') ? `${isApple ? '⌘' : 'Ctrl '}${key.slice(4)}` : (symbols[key] ?? key);

/** The name of a command in the language of the page. */
export function useCommandName(): (command: Command) => string {
  const { t } = useTranslation();
  const text = useText();
  return ({ name }) => (typeof name === 'string' ? t(`command.${name}`) : text(name));
}

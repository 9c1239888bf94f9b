import type { i18n } from 'i18next';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import type { FigureContext } from '../../draw/figure';
import type { Drawn } from '../../export/svg';
import { AtlasContext } from '../atlas-context';
import { FigureSettingsContext } from '../figure-settings';
import type { Frozen } from './freeze';
import { settled } from './settled';

/**
 * Renders figures into a host and waits until they are drawn.
 * @param figures rows are its elements `[data-row]`, figures the elements `[data-cell]` in them
 * @throws Refusal when nothing is drawn at all.
 */
export async function renderFigures(
  host: HTMLElement,
  { theme, ratio = 1 }: FigureContext,
  { frozen, waiting }: Frozen,
  translator: i18n,
  figures: ReactNode,
): Promise<Drawn> {
  let draws = 0;
  const settings = { theme, ratio, onDraw: () => void draws++ };
  const root = createRoot(host);
  root.render(
    <AtlasContext value={frozen}>
      <I18nextProvider i18n={translator}>
        <FigureSettingsContext value={settings}>{figures}</FigureSettingsContext>
      </I18nextProvider>
    </AtlasContext>,
  );
  try {
    await settled(host, () => ({ draws, waiting: waiting() }));
  } catch (error) {
    root.unmount();
    throw error;
  }
  const rows = [...host.querySelectorAll('[data-row]')].map((row) => [
    ...row.querySelectorAll<HTMLElement>('[data-cell]'),
  ]);
  return { rows, remove: () => root.unmount() };
}

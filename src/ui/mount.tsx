import '@fontsource-variable/inter/wght.css';
import '@fontsource/jetbrains-mono/400.css';
import './base.css';
import { createRoot } from 'react-dom/client';
import { createTranslator } from '../i18n';
import type { Atlas } from '../state/atlas';
import { localeOf, themeOf } from '../state/preferences';
import { expectViews } from '../state/views';
import { App } from './App';
import { showWithFirstPicture } from './first-picture';
import { viewsOfStep } from './stage/views-of-step';
import { applyTheme } from './theme';

/** Puts the app into the page. */
export function mount(atlas: Atlas): void {
  expectViews(viewsOfStep);
  const state = atlas.store.getState();
  const locale = localeOf(state);
  document.documentElement.lang = locale;
  applyTheme(themeOf(state), document.documentElement);

  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no element "root"');
  if (state.page === 'explore') showWithFirstPicture(root, atlas.store);
  createRoot(root).render(<App atlas={atlas} translator={createTranslator(locale)} />);
}

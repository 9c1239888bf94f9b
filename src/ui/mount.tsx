import '@fontsource-variable/inter/wght.css';
import '@fontsource/jetbrains-mono/400.css';
import './base.css';
import { createRoot } from 'react-dom/client';
import type { Engine } from '../engine/protocol';
import { createTranslator } from '../i18n';
import { createAtlas } from '../state/atlas';
import { defaultView } from '../state/default-view';
import { loadLessons } from '../state/lesson-list';
import { namesLesson } from '../state/lesson-view';
import { localeOf, themeOf } from '../state/preferences';
import { App } from './App';
import { applyTheme } from './theme';

/** Puts the app into the page; what an address with a lesson shows is known when that has been fetched. */
export async function mount(engine: Engine): Promise<void> {
  // The panel that shows the lesson tries again, and says so if it fails.
  if (namesLesson(location.search)) await loadLessons().catch(() => null);
  const { atlas } = createAtlas(defaultView, engine, window);
  const state = atlas.store.getState();
  const locale = localeOf(state);
  document.documentElement.lang = locale;
  applyTheme(themeOf(state), document.documentElement);

  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no element "root"');
  createRoot(root).render(<App atlas={atlas} translator={createTranslator(locale)} />);
}

import type { i18n } from 'i18next';
import { useEffect } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { Atlas } from '../state/atlas';
import { darkQuery, localeOf, themeOf } from '../state/preferences';
import styles from './App.module.css';
import { AtlasContext, useAtlas } from './atlas-context';
import { Catalogue } from './catalogue/Catalogue';
import { Drawer } from './Drawer';
import { Dialogs } from './dialogs/Dialogs';
import { Toasts } from './dialogs/Toasts';
import { Guarded } from './Guarded';
import { Header } from './header/Header';
import { DropZone } from './input/DropZone';
import { InputPicker } from './input/InputPicker';
import { Inspector } from './inspector/Inspector';
import { Stage } from './stage/Stage';
import { applyTheme } from './theme';

interface Props {
  readonly atlas: Atlas;
  readonly translator: i18n;
}

export function App({ atlas, translator }: Props) {
  return (
    <AtlasContext value={atlas}>
      <I18nextProvider i18n={translator}>
        <Manners translator={translator} />
        <DropZone>
          <div className={styles.page}>
            <Header />
            <Drawer name="catalogue">
              <InputPicker />
              <Catalogue />
            </Drawer>
            <Guarded>
              <Stage />
            </Guarded>
            <Drawer name="inspector">
              <Guarded>
                <Inspector />
              </Guarded>
            </Drawer>
          </div>
        </DropZone>
        <Dialogs />
        <Toasts />
      </I18nextProvider>
    </AtlasContext>
  );
}

/** Keeps language and theme of the document as the state has them. */
function Manners({ translator }: { readonly translator: i18n }) {
  const locale = useAtlas(localeOf);
  const theme = useAtlas((s) => s.theme);
  useEffect(() => {
    document.documentElement.lang = locale;
    void translator.changeLanguage(locale);
  }, [locale, translator]);
  useEffect(() => {
    const apply = () => applyTheme(themeOf({ theme, locale: null }), document.documentElement);
    apply();
    const query = matchMedia(darkQuery);
    query.addEventListener('change', apply);
    return () => query.removeEventListener('change', apply);
  }, [theme]);
  return null;
}

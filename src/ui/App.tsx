import type { i18n } from 'i18next';
import { Suspense, useEffect } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { Atlas } from '../state/atlas';
import { darkQuery, localeOf, themeOf } from '../state/preferences';
import styles from './App.module.css';
import { AtlasContext, useAtlas } from './atlas-context';
import { Drawer } from './Drawer';
import { Dialogs } from './dialogs/Dialogs';
import { ErrorBoundary } from './ErrorBoundary';
import { useAfterFirstPicture } from './first-picture';
import { Guarded } from './Guarded';
import { Header } from './header/Header';
import { DropZone } from './input/DropZone';
import { lazily } from './lazily';
import { Stage } from './stage/Stage';
import { applyTheme } from './theme';

// Fetched when it is first wanted: the first picture does not wait for it.
const CatalogueColumn = lazily(() => import('./catalogue/CatalogueColumn'));
const Inspector = lazily(() => import('./inspector/Inspector'));
const Toasts = lazily(() => import('./dialogs/Toasts'));
const SourceSheet = lazily(() => import('./source/SourceSheet'));
const LessonPanel = lazily(() => import('./learn/LessonPanel'));
const pages = {
  compare: lazily(() => import('./compare/Compare')),
  learn: lazily(() => import('./learn/Learn')),
  choose: lazily(() => import('./choose/Choose')),
  plate: lazily(() => import('./plate/Plate')),
} as const;

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
          <Page />
        </DropZone>
        <Source />
        <Dialogs />
        <Messages />
      </I18nextProvider>
    </AtlasContext>
  );
}

/** A file of source code beside the picture. */
function Source() {
  const open = useAtlas((s) => s.source !== null && s.page === 'explore');
  return (
    <Guarded>
      <Suspense fallback={null}>{open && <SourceSheet />}</Suspense>
    </Guarded>
  );
}

function Messages() {
  const after = useAfterFirstPicture();
  return (
    <ErrorBoundary insteadOf={() => null}>
      <Suspense fallback={null}>{after && <Toasts />}</Suspense>
    </ErrorBoundary>
  );
}

/** The header, and the page that is open below it. */
function Page() {
  const page = useAtlas((s) => s.page);
  const lesson = useAtlas((s) => s.lesson !== null && s.page !== 'learn' && s.page !== 'plate');
  const Other = page === 'explore' ? null : pages[page];
  return (
    <div className={styles.page} data-page={page} data-lesson={lesson}>
      <Header />
      {lesson && (
        <Guarded>
          <Suspense fallback={null}>
            <LessonPanel />
          </Suspense>
        </Guarded>
      )}
      {Other === null ? (
        <Explore />
      ) : (
        <Guarded key={page}>
          <Suspense fallback={null}>
            <Other />
          </Suspense>
        </Guarded>
      )}
    </div>
  );
}

function Explore() {
  const beside = useAfterFirstPicture();
  return (
    <>
      <Drawer name="catalogue">
        <Guarded>
          <Suspense fallback={null}>{beside && <CatalogueColumn />}</Suspense>
        </Guarded>
      </Drawer>
      <Guarded>
        <Stage />
      </Guarded>
      <Drawer name="inspector">
        <Guarded>
          <Suspense fallback={null}>{beside && <Inspector />}</Suspense>
        </Guarded>
      </Drawer>
    </>
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

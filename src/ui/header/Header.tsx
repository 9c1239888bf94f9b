import { Search } from 'lucide-react';
import { Suspense, useEffect, useRef } from 'react';
import { type PageName, pages } from '../../state/view';
import { useActions, useAtlas, useAtlasServices } from '../atlas-context';
import { CommandButton } from '../controls/CommandButton';
import { ErrorBoundary } from '../ErrorBoundary';
import { useAfterFirstPicture } from '../first-picture';
import { lazily } from '../lazily';
import { keyLabel } from '../use-command-name';
import { useT } from '../use-text';
import badge from './BackendBadge.module.css';
import { BackendFace } from './BackendFace';
import styles from './Header.module.css';

// The first picture does not wait for what it opens to.
const BackendBadge = lazily(() => import('./BackendBadge'));

/** Interface texts that name the pages. */
const names = {
  explore: 'explore',
  compare: 'compare.name',
  learn: 'learn.name',
  choose: 'choose.name',
  plate: 'thePlate',
} as const satisfies Record<PageName, string>;

/** The badge of the backend, which can be opened once the first picture is there. */
function Badge() {
  const after = useAfterFirstPicture();
  const face = (
    <span className={badge.badge}>
      <BackendFace />
    </span>
  );
  return (
    <ErrorBoundary insteadOf={() => null}>
      <Suspense fallback={face}>{after ? <BackendBadge /> : face}</Suspense>
    </ErrorBoundary>
  );
}

export function Header() {
  const t = useT();
  const page = useAtlas((s) => s.page);
  const lesson = useAtlas((s) => s.lesson !== null);
  const actions = useActions();
  const { commands } = useAtlasServices();
  const shortcut = commands.find((c) => c.id === 'search')?.keys.find((k) => k.startsWith('Mod+'));
  const nav = useRef<HTMLElement>(null);
  const after = useAfterFirstPicture();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another link
  useEffect(() => {
    // Asked before, it would have the page laid out once more for the first picture.
    const link = after && nav.current?.querySelector('[aria-current=page]');
    if (link) link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [page, after]);
  return (
    <header className={styles.header}>
      {page === 'explore' && (
        <CommandButton id="catalogue" className={lesson ? '' : styles.narrowOnly} />
      )}
      <h1 className={styles.title}>
        Attention <span>Atlas</span>
      </h1>
      <nav ref={nav} className={styles.views} aria-label={t('views')}>
        {pages.map((name) => (
          <a
            key={name}
            href={name === 'explore' ? './' : `./?view=${name}`}
            aria-current={page === name ? 'page' : undefined}
            onClick={(event) => {
              // A new tab or window is the browser's.
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              actions.openPage(name);
            }}
          >
            {t(names[name])}
          </a>
        ))}
      </nav>
      <button type="button" className={styles.search} onClick={() => actions.openDialog('palette')}>
        <Search size={14} aria-hidden />
        <span>{t('searchHint')}</span>
        {shortcut && <kbd>{keyLabel(shortcut)}</kbd>}
      </button>
      <div className={styles.tools}>
        <Badge />
        <CommandButton id="share" className={styles.phoneNever} />
        <CommandButton id="language" className={styles.wideOnly} />
        <CommandButton id="theme" className={styles.phoneNever} />
        <CommandButton id="help" className={styles.wideOnly} />
        {page === 'explore' && <CommandButton id="inspector" className={styles.mediumOnly} />}
      </div>
    </header>
  );
}

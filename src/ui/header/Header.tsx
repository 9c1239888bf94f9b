import { Search } from 'lucide-react';
import { useActions, useAtlasServices } from '../atlas-context';
import { CommandButton } from '../controls/CommandButton';
import { keyLabel } from '../use-command-name';
import { useT } from '../use-text';
import { BackendBadge } from './BackendBadge';
import styles from './Header.module.css';

export function Header() {
  const t = useT();
  const actions = useActions();
  const { commands } = useAtlasServices();
  const shortcut = commands.find((c) => c.id === 'search')?.keys.find((k) => k.startsWith('Mod+'));
  return (
    <header className={styles.header}>
      <CommandButton id="catalogue" className={styles.narrowOnly} />
      <h1 className={styles.title}>
        Attention <span>Atlas</span>
      </h1>
      <nav className={styles.views} aria-label={t('views')}>
        <a href="./" aria-current="page" onClick={(event) => event.preventDefault()}>
          {t('explore')}
        </a>
      </nav>
      <button type="button" className={styles.search} onClick={() => actions.openDialog('palette')}>
        <Search size={14} aria-hidden />
        <span>{t('searchHint')}</span>
        {shortcut && <kbd>{keyLabel(shortcut)}</kbd>}
      </button>
      <div className={styles.tools}>
        <BackendBadge />
        <CommandButton id="share" />
        <CommandButton id="language" className={styles.wideOnly} />
        <CommandButton id="theme" />
        <CommandButton id="help" className={styles.wideOnly} />
        <CommandButton id="inspector" className={styles.mediumOnly} />
      </div>
    </header>
  );
}

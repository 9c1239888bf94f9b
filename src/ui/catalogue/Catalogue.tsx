import { useState } from 'react';
import { suits } from '../../inputs/choice';
import { catalogue } from '../../mechanisms/catalogue';
import type { Mechanism } from '../../mechanisms/define';
import { useActions, useAtlas } from '../atlas-context';
import { useT, useText } from '../use-text';
import styles from './Catalogue.module.css';
import { families, searchMechanisms } from './search';

/** Every mechanism by family; those that the present input does not fit are pale, and bring an input of their own. */
export function Catalogue() {
  const t = useT();
  const [typed, setTyped] = useState('');
  const found = searchMechanisms(catalogue, typed);
  return (
    <section className={styles.catalogue} aria-label={t('catalogue.title')}>
      <input
        type="search"
        className={styles.search}
        value={typed}
        placeholder={t('catalogue.search', { count: catalogue.length })}
        aria-label={t('catalogue.searchLabel')}
        onChange={(event) => setTyped(event.target.value)}
      />
      {found.length === 0 && <p className={styles.none}>{t('nothingFound')}</p>}
      {families
        .map((family) => ({ family, members: found.filter((m) => m.family === family) }))
        .filter(({ members }) => members.length > 0)
        .map(({ family, members }) => (
          <div key={family} className={styles.family}>
            <h2>{t(`family.${family}`)}</h2>
            <ul>
              {members.map((mechanism) => (
                <Entry key={mechanism.id} mechanism={mechanism} />
              ))}
            </ul>
          </div>
        ))}
    </section>
  );
}

function Entry({ mechanism }: { readonly mechanism: Mechanism }) {
  const t = useT();
  const text = useText();
  const { setMechanism, openDrawer } = useActions();
  const chosen = useAtlas((s) => s.mechanism === mechanism.id);
  const fitting = useAtlas((s) => suits(s.input, mechanism));
  return (
    <li>
      <button
        type="button"
        className={styles.entry}
        aria-current={chosen ? 'true' : undefined}
        data-fits={fitting}
        title={fitting ? undefined : t('catalogue.otherInput')}
        onClick={() => {
          setMechanism(mechanism.id);
          openDrawer(null);
        }}
      >
        <span>{text(mechanism.name)}</span>
        {mechanism.papers[0] && <span className={styles.year}>{mechanism.papers[0].year}</span>}
      </button>
    </li>
  );
}

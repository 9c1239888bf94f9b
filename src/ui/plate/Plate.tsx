import { type KeyboardEvent, useMemo, useState } from 'react';
import { catalogue } from '../../mechanisms/catalogue';
import { useActions, useAtlas } from '../atlas-context';
import controls from '../controls/controls.module.css';
import { useT } from '../use-text';
import { byFamily, filterMechanisms } from './filter';
import { nextTile } from './keys';
import { Legend } from './Legend';
import styles from './Plate.module.css';
import { PlateBar } from './PlateBar';
import { Tile } from './Tile';
import { usePortraits } from './use-portraits';
import { useSeen } from './use-seen';

/** All mechanisms at one glance, by family, on the same input. */
export default function Plate() {
  const t = useT();
  const { clearFilter } = useActions();
  const { seen, observe } = useSeen();
  const { tiles, costs } = usePortraits(seen);
  const filter = useAtlas((s) => s.filter);
  const present = useAtlas((s) => s.mechanism);
  const found = useMemo(() => filterMechanisms(catalogue, filter, costs), [filter, costs]);
  const sections = useMemo(() => byFamily(found), [found]);
  // One stop for the Tab key; arrow keys go on from there.
  const [active, setActive] = useState(present);
  const stop = found.some((m) => m.id === active) ? active : found[0]?.id;

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const next = nextTile(event.currentTarget, event.target, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <main className={styles.plate}>
      <PlateBar found={found} tiles={tiles} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the buttons inside */}
      <div className={styles.sections} onKeyDown={onKeyDown}>
        {sections.map(({ family, members }) => (
          <section key={family} className={styles.family} aria-label={t(`family.${family}`)}>
            <h3>{t(`family.${family}`)}</h3>
            <ul className={styles.tiles}>
              {members.map((mechanism) => (
                <Tile
                  key={mechanism.id}
                  mechanism={mechanism}
                  state={tiles.get(mechanism.id)}
                  macs={costs.get(mechanism.id)}
                  stop={mechanism.id === stop}
                  observe={observe}
                  onFocus={setActive}
                />
              ))}
            </ul>
          </section>
        ))}
        {found.length === 0 && (
          <p className={styles.nothing}>
            {t('nothingFound')}{' '}
            <button type="button" className={controls.button} onClick={clearFilter}>
              {t('plate.clear')}
            </button>
          </p>
        )}
      </div>
      <Legend />
    </main>
  );
}

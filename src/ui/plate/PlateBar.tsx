import { catalogue } from '../../mechanisms/catalogue';
import type { Mechanism } from '../../mechanisms/define';
import { useAtlas } from '../atlas-context';
import { InputButton } from '../input/InputButton';
import { useT } from '../use-text';
import { Filters } from './Filters';
import styles from './Plate.module.css';
import { PosterButtons } from './PosterButtons';
import type { TileState } from './use-portraits';

interface Props {
  readonly found: readonly Mechanism[];
  readonly tiles: ReadonlyMap<string, TileState>;
}

/** What the plate is, on which input, how far it has come, and what of it is shown. */
export function PlateBar({ found, tiles }: Props) {
  const t = useT();
  const input = useAtlas((s) => s.input);
  const done = [...tiles.values()].filter((tile) => tile.current).length;
  const total = catalogue.length;
  return (
    <header className={styles.bar}>
      <div className={styles.heading}>
        <h2>{t('plate.title')}</h2>
        <p className={styles.lead}>{t('plate.lead')}</p>
      </div>
      <div className={styles.tools}>
        <InputButton />
        <PosterButtons found={found} tiles={tiles} />
      </div>
      <Filters />
      <p className={styles.count} role="status">
        {done < total
          ? t('plate.computing', { done, total })
          : t('plate.shown', { count: found.length, total })}
        {input.kind === 'tensors' && ` ${t('plate.noneShared')}`}
      </p>
    </header>
  );
}

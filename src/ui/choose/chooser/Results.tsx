import { useState } from 'react';
import type { Ranked, Ranking } from '../../../state/chooser/rank';
import type { Sizes } from '../../../state/sizes';
import { useAtlas } from '../../atlas-context';
import { useT } from '../../use-text';
import styles from './Chooser.module.css';
import { Result } from './Result';

/** Shown before the reader asks for all. */
const first = 6;

/** The ranking: what keeps to the budget, then what does not. */
export function Results({
  ranking: { within, over },
  sizes,
}: {
  readonly ranking: Ranking;
  readonly sizes: Sizes;
}) {
  const t = useT();
  const limit = useAtlas((s) => s.choose.chooser.budget.milliseconds);
  const result = (ranked: Ranked, place?: number) => (
    <Result
      key={ranked.candidate.mechanism.id}
      ranked={ranked}
      sizes={sizes}
      place={place}
      unmeasured={limit !== undefined && ranked.milliseconds === undefined}
    />
  );
  return (
    <>
      {within.length === 0 && over.length > 0 && <p>{t('choose.chooser.none')}</p>}
      <Few name={t('choose.chooser.within')} all={within.map((r, i) => result(r, i + 1))} />
      {over.length > 0 && (
        <>
          <h3>{t('choose.chooser.over')}</h3>
          <Few name={t('choose.chooser.over')} all={over.map((r) => result(r))} />
        </>
      )}
    </>
  );
}

function Few({ name, all }: { readonly name: string; readonly all: readonly React.ReactNode[] }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <ol className={styles.results} aria-label={name}>
        {open ? all : all.slice(0, first)}
      </ol>
      {!open && all.length > first && (
        <button type="button" className={styles.text} onClick={() => setOpen(true)}>
          {t('choose.chooser.showAll', { count: all.length })}
        </button>
      )}
    </>
  );
}

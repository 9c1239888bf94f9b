import { useMemo } from 'react';
import type { Atlas } from '../../state/atlas';
import { type CompareActions, createCompareActions } from '../../state/compare-actions';
import { useAtlas, useAtlasServices } from '../atlas-context';
import { useSheet } from '../learn/use-sheet';
import { useT } from '../use-text';
import { Bar } from './Bar';
import styles from './Compare.module.css';
import { Side } from './Side';
import { Third } from './Third';
import { useComparison } from './use-comparison';
import { type Second, useSecond } from './use-second';

/** Two mechanisms on the same input, side by side, and what they differ in. */
export default function Compare() {
  const t = useT();
  const first = useAtlasServices();
  const second = useSecond(first);
  const actions = useMemo(() => createCompareActions(first.store), [first]);
  if (second) return <Both first={first} second={second} actions={actions} />;
  return (
    <main className={styles.page}>
      <Bar second={null} comparison={null} actions={actions} />
      <p className={styles.starting}>{t('compare.starting')}</p>
    </main>
  );
}

interface Props {
  readonly first: Atlas;
  readonly second: Second;
  readonly actions: CompareActions;
}

function Both({ first, second, actions }: Props) {
  const own = useAtlas((s) => s.compare.own);
  const whole = useAtlas((s) => s.compare.whole);
  const sides = useComparison(first, second.atlas, { own, whole });
  const { comparison } = sides;
  const joint = comparison?.joint ?? null;
  return (
    <main className={styles.page} data-sheet={useSheet()}>
      <Bar second={second} comparison={comparison} actions={actions} />
      <div className={styles.board}>
        <Side
          letter="A"
          atlas={first}
          compared={sides.first}
          joint={joint}
          onChoose={(id) => actions.choose('first', id)}
        />
        <Side
          letter="B"
          atlas={second.atlas}
          compared={sides.second}
          joint={joint}
          onChoose={(id) => actions.choose('second', id)}
        />
        {comparison && <Third comparison={comparison} />}
      </div>
    </main>
  );
}

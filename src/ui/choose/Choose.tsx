import * as Tabs from 'radix-ui/tabs';
import { Suspense, useEffect } from 'react';
import { chooseTabs } from '../../state/choose-view';
import { useActions, useAtlas } from '../atlas-context';
import { Guarded } from '../Guarded';
import { lazily } from '../lazily';
import { useT } from '../use-text';
import styles from './Choose.module.css';
import { SizeBar } from './SizeBar';
import { restPlanners } from './use-planner';

const views = {
  table: lazily(() => import('./table/Table')),
  scaling: lazily(() => import('./scaling/Scaling')),
  chooser: lazily(() => import('./chooser/Chooser')),
} as const;

/** Which mechanism to use: what each costs at a size, how that grows, and what suits a task. */
export default function Choose() {
  const t = useT();
  const { setChoose } = useActions();
  const tab = useAtlas((s) => s.choose.tab);
  const View = views[tab];
  useEffect(() => restPlanners, []);
  return (
    <main className={styles.choose}>
      <Tabs.Root
        value={tab}
        onValueChange={(value) => setChoose({ tab: chooseTabs.find((name) => name === value) })}
      >
        <header className={styles.bar}>
          <h2>{t('choose.title')}</h2>
          <Tabs.List className={styles.tabs} aria-label={t('choose.tabs')}>
            {chooseTabs.map((name) => (
              <Tabs.Trigger key={name} value={name} className={styles.tab}>
                {t(`choose.tab.${name}`)}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
        </header>
        <SizeBar />
        <Tabs.Content value={tab} className={styles.content}>
          <Guarded>
            <Suspense fallback={null}>
              <View />
            </Suspense>
          </Guarded>
        </Tabs.Content>
      </Tabs.Root>
    </main>
  );
}

import { useMemo } from 'react';
import { weightsOf } from '../../../state/choose-chooser';
import { rank } from '../../../state/chooser/rank';
import { sizesFor } from '../../../state/chooser/survey';
import { useAtlas } from '../../atlas-context';
import { useInSight } from '../../learn/use-in-sight';
import { useT } from '../../use-text';
import styles from './Chooser.module.css';
import { Meanings } from './Meanings';
import { Measuring } from './Measuring';
import { Questions } from './Questions';
import { Rest } from './Rest';
import { Results } from './Results';
import { useSurvey } from './use-survey';
import { useTimes } from './use-times';

/** Which mechanism suits a task and a budget, and the numbers that say so. */
export default function Chooser() {
  const t = useT();
  const chooser = useAtlas((s) => s.choose.chooser);
  const chosen = useAtlas((s) => s.choose.sizes);
  const sizes = useMemo(() => sizesFor(chooser.task, chosen), [chooser.task, chosen]);
  const { survey, current } = useSurvey(chooser.task, sizes);
  const candidates = useMemo(
    () => survey?.findings.flatMap((f) => (f.kind === 'candidate' ? [f.candidate] : [])) ?? [],
    [survey],
  );
  const { times, failures } = useTimes(candidates, survey?.sizes ?? sizes);
  const ranking = useMemo(
    () => rank(candidates, weightsOf(chooser), chooser.budget, times),
    [candidates, chooser, times],
  );
  const answer = useInSight<HTMLElement>(survey !== undefined);
  return (
    <div className={styles.chooser}>
      <Questions />
      <section className={styles.answer} aria-busy={!current} data-stale={!current} ref={answer}>
        {survey ? (
          <>
            <header>
              <h3>
                {t('choose.chooser.heading', {
                  count: candidates.length,
                  all: survey.findings.length,
                })}
              </h3>
              <p className={styles.how}>
                {survey.sizes.shape === 'map'
                  ? t('choose.chooser.atMap', { ...survey.sizes })
                  : t('choose.chooser.atTokens', {
                      ...survey.sizes,
                      tokens: survey.sizes.tokens.toLocaleString('en'),
                    })}
              </p>
              <p className={styles.how}>{t('choose.chooser.how')}</p>
              <Meanings ranking={ranking} />
              {candidates.length === 0 && <p>{t('choose.chooser.nothing')}</p>}
              <Measuring ranking={ranking} sizes={survey.sizes} failures={failures} />
            </header>
            <Results key={survey.task} ranking={ranking} sizes={survey.sizes} />
            <Rest findings={survey.findings} sizes={survey.sizes} />
          </>
        ) : (
          <p role="status">{t('choose.chooser.working')}</p>
        )}
      </section>
    </div>
  );
}

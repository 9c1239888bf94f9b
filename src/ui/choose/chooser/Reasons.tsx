import type { Candidate } from '../../../state/chooser/criteria';
import type { Ranked, Reason } from '../../../state/chooser/rank';
import { positionsOf, type Sizes } from '../../../state/sizes';
import { formatBytes, formatCount } from '../../format';
import { cite } from '../../names';
import { useT } from '../../use-text';
import { MechanismLink } from '../MechanismLink';
import { timeWords } from '../table/words';
import styles from './Chooser.module.css';
import { TabLink } from './TabLink';

interface Props {
  readonly ranked: Ranked;
  readonly sizes: Sizes;
}

/** Why a mechanism stands where it does: each criterion's number, its place, and how much that counts. */
export function Reasons({ ranked, sizes }: Props) {
  const t = useT();
  return (
    <dl className={styles.reasons}>
      {ranked.reasons.map((reason) => (
        <div key={reason.criterion} className={styles.reason}>
          <dt>{t(`choose.chooser.criterion.${reason.criterion}`)}</dt>
          <dd>
            <Value reason={reason} candidate={ranked.candidate} sizes={sizes} />
            <small>
              {reason.value !== undefined && (
                <span>
                  {t('choose.chooser.place', { place: reason.place, places: reason.places })}
                </span>
              )}
              <span>{t('choose.chooser.weight', { weight: reason.weight })}</span>
            </small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A number as a link to where it is computed, or to the paper that reports it. */
function Value({
  reason: { criterion, value },
  candidate: { mechanism, form, evidence },
  sizes,
}: {
  readonly reason: Reason;
  readonly candidate: Candidate;
  readonly sizes: Sizes;
}) {
  const t = useT();
  const share = (total: number) =>
    t('choose.chooser.of', {
      value: value?.toLocaleString('en'),
      total: total.toLocaleString('en'),
    });
  const inExplore = (words: string) => (
    <MechanismLink mechanism={mechanism} sizes={sizes} form={form}>
      {words}
    </MechanismLink>
  );
  if (value === undefined) return <span>{t('choose.chooser.notMeasured')}</span>;
  switch (criterion) {
    case 'source': {
      if (!evidence) return <span>{t('choose.chooser.notFound')}</span>;
      const { paper, level, on: data } = evidence;
      return (
        <a href={paper.url} target="_blank" rel="noreferrer" title={paper.title}>
          {level === 2
            ? t('choose.chooser.title', { paper: cite(paper) })
            : t('choose.chooser.reported', { data, paper: cite(paper) })}
        </a>
      );
    }
    case 'channelGates':
      return inExplore(share(sizes.channels));
    case 'positionGates':
      return inExplore(share(positionsOf(sizes)));
    case 'seen':
      return <TabLink tab="table">{share(positionsOf(sizes))}</TabLink>;
    case 'masked':
      return inExplore(
        value === 0
          ? t('choose.chooser.noMask')
          : t('choose.chooser.cells', { count: formatCount(value) }),
      );
    case 'macs':
    case 'parameters':
      return inExplore(formatCount(value));
    case 'memory':
      return <TabLink tab="table">{formatBytes(value)}</TabLink>;
    case 'growth':
      return (
        <TabLink tab="scaling" line={mechanism.id}>
          {t('choose.chooser.times', { factor: value })}
        </TabLink>
      );
    case 'time':
      return <TabLink tab="table">{timeWords(value)}</TabLink>;
  }
}

import type { Mechanism } from '../../../mechanisms/define';
import type { Finding } from '../../../state/chooser/survey';
import type { Requirement } from '../../../state/chooser/tasks';
import type { Sizes } from '../../../state/sizes';
import { useT, useText } from '../../use-text';
import { MechanismLink } from '../MechanismLink';
import styles from './Chooser.module.css';

interface Props {
  readonly findings: readonly Finding[];
  readonly sizes: Sizes;
}

/** The mechanisms that do not qualify, by what they lack; nothing is left out in silence. */
export function Rest({ findings, sizes }: Props) {
  const t = useT();
  const text = useText();
  const lacking = new Map<Requirement, Mechanism[]>();
  for (const finding of findings) {
    if (finding.kind !== 'unsuited') continue;
    const others = lacking.get(finding.misses) ?? [];
    lacking.set(finding.misses, [...others, finding.mechanism]);
  }
  const refused = findings.flatMap((f) => (f.kind === 'refused' ? [f] : []));
  const count = findings.filter((f) => f.kind !== 'candidate').length;
  if (count === 0) return null;
  return (
    <details className={styles.rest}>
      <summary>{t('choose.chooser.rest', { count })}</summary>
      <dl>
        {[...lacking].map(([requirement, mechanisms]) => (
          <div key={requirement}>
            <dt>
              {t(`choose.chooser.misses.${requirement}`)} ({mechanisms.length})
            </dt>
            <dd>
              {mechanisms.map((mechanism) => (
                <MechanismLink key={mechanism.id} mechanism={mechanism} sizes={sizes} />
              ))}
            </dd>
          </div>
        ))}
        {refused.length > 0 && (
          <div>
            <dt>
              {t('choose.chooser.refused')} ({refused.length})
            </dt>
            {refused.map(({ mechanism, text: why }) => (
              <dd key={mechanism.id}>
                {text(mechanism.name)}: {text(why)}
              </dd>
            ))}
          </div>
        )}
      </dl>
    </details>
  );
}

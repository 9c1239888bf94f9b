import { mechanismById } from '../../mechanisms/catalogue';
import { useAtlas } from '../atlas-context';
import { formatBytes, formatCount, formatMilliseconds } from '../format';
import { Tex } from '../Tex';
import { useCurrentStep } from '../use-steps';
import { useT } from '../use-text';
import styles from './Inspector.module.css';
import { Section } from './Section';

/** What the run costs: counted from the plan, and measured here. */
export function CostPanel() {
  const t = useT();
  const summary = useAtlas((s) => s.summary);
  const time = useAtlas((s) => s.time);
  const mechanism = mechanismById(summary?.request.mechanism ?? '');
  const { current } = useCurrentStep();
  if (!summary) return null;
  const { graph } = summary;
  const own = current && graph.nodes[current.node.id].cost.macs;
  return (
    <Section title={t('cost.title')}>
      {mechanism && <Tex className={styles.formula} tex={mechanism.complexity} />}
      <dl className={styles.facts}>
        <dt>{t('cost.parameters')}</dt>
        <dd>{formatCount(graph.parameters)}</dd>
        <dt>{t('cost.macs')}</dt>
        <dd>{formatCount(graph.cost.macs)}</dd>
        {own !== undefined && own > 0 && (
          <>
            <dt>{t('cost.thisStep')}</dt>
            <dd>{formatCount(own)}</dd>
          </>
        )}
        <dt>{t('cost.traffic')}</dt>
        <dd>{formatBytes(4 * (graph.cost.reads + graph.cost.writes))}</dd>
        <dt>{t('cost.memory')}</dt>
        <dd>{formatBytes(summary.bytes)}</dd>
        <dt>{t('cost.time', { backend: summary.backend })}</dt>
        <dd>{time ? formatMilliseconds(time.milliseconds) : '…'}</dd>
        <dt>{t('cost.computed')}</dt>
        <dd>{time ? t('cost.share', { ...time }) : '…'}</dd>
      </dl>
    </Section>
  );
}

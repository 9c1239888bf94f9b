import { hasIdentity } from '../../state/request';
import { useActions, useAtlas } from '../atlas-context';
import { CommandButton } from '../controls/CommandButton';
import { NumberField } from '../controls/NumberField';
import { Segmented } from '../controls/Segmented';
import { useT } from '../use-text';
import styles from './Inspector.module.css';
import { Section } from './Section';

const kinds = ['identity', 'pytorch'] as const;

/** Where the weights come from, and what that means for the picture. */
export function WeightsPanel() {
  const t = useT();
  const weights = useAtlas((s) => s.weights);
  const identity = useAtlas(hasIdentity);
  const parameters = useAtlas((s) => s.summary?.graph.parameters ?? null);
  const { setWeights, setSeed, setGain } = useActions();
  const kind = identity ? weights.kind : 'pytorch';
  if (parameters === null) return null;
  return (
    <Section title={t('weights.title')} action={<CommandButton id="seed" />}>
      <div className={styles.stack}>
        {parameters === 0 ? (
          <p className={styles.note}>{t('weights.none')}</p>
        ) : (
          <>
            <div>
              <Segmented
                label={t('weights.title')}
                value={kind}
                options={kinds
                  .filter((kind) => identity || kind === 'pytorch')
                  .map((kind) => ({ value: kind, name: t(`weights.${kind}`) }))}
                onChange={setWeights}
              />
            </div>
            <p className={styles.note}>
              {t(identity ? `weights.${weights.kind}Note` : 'weights.noIdentity')}
            </p>
            <NumberField
              label={t('weights.seed')}
              value={weights.seed}
              integer
              log
              min={1}
              max={65535}
              onChange={setSeed}
            />
            {kind === 'pytorch' && (
              <NumberField
                label={t('weights.gain')}
                help={t('weights.gainNote')}
                value={weights.gain}
                log
                min={0.125}
                max={32}
                onChange={setGain}
              />
            )}
          </>
        )}
      </div>
    </Section>
  );
}

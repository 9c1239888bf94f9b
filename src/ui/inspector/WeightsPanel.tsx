import { weightsInUse } from '../../state/imported';
import { hasIdentity } from '../../state/request';
import type { Text } from '../../trace/text';
import { useActions, useAtlas } from '../atlas-context';
import { CommandButton } from '../controls/CommandButton';
import { NumberField } from '../controls/NumberField';
import { Segmented } from '../controls/Segmented';
import { useT, useText } from '../use-text';
import styles from './Inspector.module.css';
import { Section } from './Section';

const kinds = ['identity', 'pytorch', 'imported'] as const;

const none: readonly Text[] = [];

/** Where the weights come from, and what that means for the picture. */
export function WeightsPanel() {
  const t = useT();
  const text = useText();
  const weights = useAtlas((s) => s.weights);
  const identity = useAtlas(hasIdentity);
  const parameters = useAtlas((s) => s.summary?.graph.parameters ?? null);
  const { setWeights, setSeed, setGain, useImported: takeImported } = useActions();
  const own = useAtlas((s) => weightsInUse({ ...s, weights: { fromFile: true } })?.name ?? null);
  const seeded = identity ? weights.kind : 'pytorch';
  const kind = own !== null && weights.fromFile ? 'imported' : seeded;
  const notes = useAtlas((s) => s.imported?.notes ?? none);
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
                  .filter((kind) =>
                    kind === 'imported' ? own !== null : identity || kind === 'pytorch',
                  )
                  .map((kind) => ({ value: kind, name: t(`weights.${kind}`) }))}
                onChange={(next) => (next === 'imported' ? takeImported() : setWeights(next))}
              />
            </div>
            <p className={styles.note}>
              {kind === 'imported'
                ? t('weights.importedNote', { file: own ?? '' })
                : t(identity ? `weights.${kind}Note` : 'weights.noIdentity')}
            </p>
            {kind === 'imported' &&
              notes.map((note) => (
                <p key={note.en} className={styles.note} role="status">
                  {text(note)}
                </p>
              ))}
            {kind !== 'imported' && (
              <NumberField
                label={t('weights.seed')}
                value={weights.seed}
                integer
                log
                min={1}
                max={65535}
                onChange={setSeed}
              />
            )}
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

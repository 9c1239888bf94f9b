import type { WeightChoice } from '../../engine/protocol';
import type { Translate } from '../../i18n';
import { weightsInUse } from '../../state/imported';
import { presetsOf, requestOf } from '../../state/request';
import type { Preset } from '../../state/view';
import type { Text } from '../../trace/text';
import { useActions, useAtlas } from '../atlas-context';
import { CommandButton } from '../controls/CommandButton';
import { NumberField } from '../controls/NumberField';
import { Segmented } from '../controls/Segmented';
import { useT, useText } from '../use-text';
import { cardWords } from '../weights-are';
import styles from './Inspector.module.css';
import { Section } from './Section';

const kinds = ['learned', 'identity', 'pytorch', 'imported'] as const;

const none: readonly Text[] = [];

/** Where the weights come from, and what that means for the picture. */
export function WeightsPanel() {
  const t = useT();
  const text = useText();
  const weights = useAtlas((s) => s.weights);
  const offered = useAtlas(presetsOf);
  const request = useAtlas(requestOf);
  const parameters = useAtlas((s) => s.summary?.graph.parameters ?? null);
  const { setWeights, setSeed, setGain, useImported: takeImported } = useActions();
  const own = useAtlas((s) => weightsInUse({ ...s, weights: { fromFile: true } })?.name ?? null);
  const { kind } = request.weights;
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
                  .filter((kind) => (kind === 'imported' ? own !== null : offered.includes(kind)))
                  .map((kind) => ({ value: kind, name: t(`weights.${kind}`) }))}
                onChange={(next) => (next === 'imported' ? takeImported() : setWeights(next))}
              />
            </div>
            <p className={styles.note}>{noteOf(request.weights, offered, t)}</p>
            {kind === 'imported' &&
              notes.map((note) => (
                <p key={note.en} className={styles.note} role="status">
                  {text(note)}
                </p>
              ))}
            {kind !== 'imported' && kind !== 'learned' && (
              <NumberField
                label={t('weights.seed')}
                value={weights.seed}
                integer
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

/** What the weights are, and what that means for the picture. */
function noteOf(weights: WeightChoice, offered: readonly Preset[], t: Translate): string {
  if (weights.kind === 'imported') return t('weights.importedNote', { file: weights.name });
  if (weights.kind === 'learned') {
    return t('weights.learnedNote', cardWords(weights.model.card));
  }
  return t(offered.length > 1 ? `weights.${weights.kind}Note` : 'weights.noIdentity');
}

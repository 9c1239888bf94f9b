import { Info } from 'lucide-react';
import { useState } from 'react';
import { mechanismById } from '../../mechanisms/catalogue';
import { useAtlas } from '../atlas-context';
import { CommandButton } from '../controls/CommandButton';
import button from '../controls/CommandButton.module.css';
import { useT, useText } from '../use-text';
import styles from './Inspector.module.css';
import { ParamField } from './ParamField';
import { Section } from './Section';

/** The constructor arguments of the PyTorch class, as far as they apply. */
export function Parameters() {
  const t = useT();
  const text = useText();
  const mechanism = useAtlas((s) => mechanismById(s.mechanism));
  const given = useAtlas((s) => s.params);
  const summary = useAtlas((s) => s.summary);
  const [explained, setExplained] = useState(false);
  if (!mechanism) return null;
  const current = summary?.request.mechanism === mechanism.id ? summary : null;
  const resolved = current?.params ?? {};
  const defaults = Object.fromEntries(
    Object.entries(mechanism.params).map(([name, param]) => [name, param.default]),
  );
  // What was moved to the nearest valid value shows that value, as soon as it is known.
  const asked = current?.request.params === given;
  const params = asked ? { ...defaults, ...resolved } : { ...defaults, ...resolved, ...given };
  const shown = Object.entries(mechanism.params).filter(([, p]) => !p.when || p.when(params));

  return (
    <Section
      title={t('params.title')}
      action={
        <span className={styles.actions}>
          {shown.length > 0 && (
            <button
              type="button"
              className={button.button}
              aria-pressed={explained}
              aria-label={t('params.explain')}
              title={t('params.explain')}
              onClick={() => setExplained(!explained)}
            >
              <Info size={16} strokeWidth={1.75} aria-hidden />
            </button>
          )}
          <CommandButton id="reset" />
        </span>
      }
    >
      <div className={styles.stack}>
        {current?.notes.map((note) => (
          <p key={note.en} className={styles.note} role="status">
            {text(note)}
          </p>
        ))}
        {shown.length === 0 && <p className={styles.note}>{t('params.none')}</p>}
        {shown.map(([name, param]) => (
          <ParamField
            key={`${mechanism.id}.${name}`}
            name={name}
            param={param}
            explained={explained}
            value={param.follows ? (resolved[name] ?? null) : params[name]}
            fallback={
              current && 'automatic' in param
                ? param.automatic?.(current.params, current.inputs)
                : undefined
            }
            options={
              current && 'options' in param
                ? param.options?.(current.params, current.inputs)
                : undefined
            }
          />
        ))}
      </div>
    </Section>
  );
}

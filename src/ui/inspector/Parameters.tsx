import { mechanismById } from '../../mechanisms/catalogue';
import { useAtlas } from '../atlas-context';
import { CommandButton } from '../controls/CommandButton';
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
  if (!mechanism) return null;
  const current = summary?.request.mechanism === mechanism.id ? summary : null;
  const resolved = current?.params ?? {};
  const defaults = Object.fromEntries(
    Object.entries(mechanism.params).map(([name, param]) => [name, param.default]),
  );
  const params = { ...defaults, ...resolved, ...given };
  const shown = Object.entries(mechanism.params).filter(([, p]) => !p.when || p.when(params));

  return (
    <Section title={t('params.title')} action={<CommandButton id="reset" />}>
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

import type { Param, ParamValue } from '../../mechanisms/define';
import type { Text } from '../../trace/text';
import { useActions } from '../atlas-context';
import { FlagField } from '../controls/FlagField';
import { ListField } from '../controls/ListField';
import { NumberField } from '../controls/NumberField';
import { SelectField } from '../controls/SelectField';
import { formatNumber } from '../format';
import { useT, useText } from '../use-text';
import styles from './ParamField.module.css';

interface Props {
  readonly name: string;
  readonly param: Param;
  readonly value: ParamValue;
  /** The values that fit the other parameters and the input. */
  readonly options?: readonly number[];
  /** What a value that is left open stands for. */
  readonly fallback?: number | Text;
}

/** The control that a parameter's declaration calls for, and what the parameter does where that is asked for. */
export function ParamField({ explained, ...field }: Props & { readonly explained: boolean }) {
  const text = useText();
  return (
    <div className={styles.field}>
      <Field {...field} />
      {explained && (
        <p className={styles.reason}>
          <code>{field.name}</code> {text(field.param.help)}
        </p>
      )}
    </div>
  );
}

function Field({ name, param, value, options, fallback }: Props) {
  const t = useT();
  const text = useText();
  const { setParam } = useActions();
  const label = text(param.label);
  const help = `${name}: ${text(param.help)}`;
  const set = (next: ParamValue) => setParam(name, next);

  if (param.follows) {
    return (
      <div className={styles.follows} title={help}>
        <span className={styles.label}>{label}</span>
        <span className={styles.value}>
          {value === null ? '–' : String(value).replaceAll(',', ', ')}
        </span>
        <span className={styles.reason}>{t('params.follows')}</span>
      </div>
    );
  }
  switch (param.kind) {
    case 'flag':
      return <FlagField label={label} help={help} value={value === true} onChange={set} />;
    case 'choice':
      return (
        <SelectField
          label={label}
          help={help}
          value={String(value)}
          options={Object.entries(param.choices).map(([key, choice]) => ({
            value: key,
            name: text(choice),
          }))}
          onChange={set}
        />
      );
    case 'list':
      return <ListField label={label} help={help} value={value} param={param} onChange={set} />;
    default: {
      const automatic = value === null;
      const own = param.default ?? (param.log ? 1 : param.min);
      const number = (
        <NumberField
          label={label}
          help={help}
          value={typeof value === 'number' ? value : own}
          integer={param.kind === 'integer'}
          min={param.min}
          max={param.max}
          log={param.log}
          options={options}
          disabled={param.min === param.max}
          reason={options ? t('params.only', { values: shortList(options) }) : undefined}
          onChange={set}
        />
      );
      // What starts with a number has none that it could be left open for.
      if (!param.nullable || param.default !== null) return number;
      return (
        <div className={styles.nullable}>
          <FlagField
            label={
              typeof fallback === 'number'
                ? t('params.automaticIs', {
                    label,
                    value: param.kind === 'integer' ? `${fallback}` : formatNumber(fallback),
                  })
                : t('params.openIs', { label, value: fallback ? text(fallback) : '…' })
            }
            help={help}
            value={automatic}
            onChange={(on) =>
              setParam(name, on ? undefined : typeof fallback === 'number' ? fallback : own)
            }
          />
          {!automatic && number}
        </div>
      );
    }
  }
}

/** `1, 2, 4, 8`, or `1–32` where none is missing. */
export function shortList(values: readonly number[]): string {
  const [first] = values;
  const whole = values.every((value, i) => value === first + i);
  if (whole && values.length > 3) return `${first}–${values.at(-1)}`;
  return values.length > 9
    ? [...values.slice(0, 6), '…', values.at(-1)].join(', ')
    : values.join(', ');
}

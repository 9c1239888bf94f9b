import type { Param, ParamValue } from '../../mechanisms/define';
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
  /** What stands in for a value that is left open. */
  readonly fallback?: number;
}

/** The control that a parameter's declaration calls for. */
export function ParamField({ name, param, value, options, fallback }: Props) {
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
        <span className={styles.value}>{value === null ? '–' : String(value)}</span>
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
      const number = (
        <NumberField
          label={label}
          help={help}
          value={typeof value === 'number' ? value : (param.default ?? (param.log ? 1 : param.min))}
          integer={param.kind === 'integer'}
          min={param.min}
          max={param.max}
          log={param.log}
          options={options}
          reason={options ? t('params.only', { values: shortList(options) }) : undefined}
          onChange={set}
        />
      );
      if (!param.nullable) return number;
      return (
        <div className={styles.nullable}>
          <FlagField
            label={
              fallback === undefined
                ? t('params.automatic', { label })
                : t('params.automaticIs', {
                    label,
                    value: param.kind === 'integer' ? `${fallback}` : formatNumber(fallback),
                  })
            }
            help={help}
            value={automatic}
            onChange={(on) =>
              setParam(
                name,
                on ? undefined : (fallback ?? param.default ?? (param.log ? 1 : param.min)),
              )
            }
          />
          {!automatic && number}
        </div>
      );
    }
  }
}

const shortList = (values: readonly number[]): string =>
  values.length > 9 ? [...values.slice(0, 6), '…', values.at(-1)].join(', ') : values.join(', ');

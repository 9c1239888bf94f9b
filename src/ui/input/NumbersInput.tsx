import type { NumbersChoice } from '../../inputs/choice';
import { type ExampleName, numbersChoice, workedExamples } from '../../inputs/numbers';
import { useActions } from '../atlas-context';
import { SelectField } from '../controls/SelectField';
import { useLocale, useT, useText } from '../use-text';
import styles from './InputPicker.module.css';
import { MatrixEditor } from './MatrixEditor';

const names = Object.keys(workedExamples) as ExampleName[];
const roles = ['query', 'key', 'value'] as const;

const same = (a: NumbersChoice, b: NumbersChoice): boolean =>
  roles.every((role) => JSON.stringify(a[role]) === JSON.stringify(b[role]));

/** Small matrices to be followed by hand; every edit is computed at once. */
export function NumbersInput({ choice }: { readonly choice: NumbersChoice }) {
  const t = useT();
  const text = useText();
  const locale = useLocale();
  const { setInput, adjustInput } = useActions();
  const open = names.find((name) => same(numbersChoice(name, locale), choice));

  return (
    <div className={styles.kind}>
      <SelectField
        label={t('input.examples')}
        value={open ?? ''}
        options={[
          ...names.map((name) => ({ value: name, name: text(workedExamples[name].title) })),
          ...(open ? [] : [{ value: '', name: t('input.ownNumbers') }]),
        ]}
        onChange={(value) => {
          const name = names.find((n) => n === value);
          if (name) setInput(numbersChoice(name, locale));
        }}
      />
      {roles.map((role) => (
        <MatrixEditor
          key={role}
          role={role}
          label={t(`role.${role}`)}
          rows={choice[role]}
          names={role === 'query' ? choice.labels?.query : choice.labels?.key}
          onChange={(rows) => adjustInput({ ...choice, [role]: rows })}
        />
      ))}
      {open && <p className={styles.remark}>{text(workedExamples[open].remark)}</p>}
    </div>
  );
}

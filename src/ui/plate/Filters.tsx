import { useId, useState } from 'react';
import { catalogue } from '../../mechanisms/catalogue';
import {
  attended,
  costClasses,
  costFrom,
  families,
  inputKinds,
  type PlateFilter,
} from '../../state/plate-filter';
import { useActions, useAtlas } from '../atlas-context';
import { SelectField } from '../controls/SelectField';
import { formatCount } from '../format';
import { useMedia } from '../use-media';
import { useT } from '../use-text';
import styles from './Filters.module.css';
import { yearsOf } from './filter';

const years = yearsOf(catalogue);
const limits = { from: formatCount(costFrom.medium), to: formatCount(costFrom.heavy) };

/** What a cost class spans: its ends. */
const ends = {
  light: { to: limits.from },
  medium: limits,
  heavy: { from: limits.to },
} as const;

interface Props {
  /** Leaves out the class of cost, which is that at the plate's size. */
  readonly withoutCost?: boolean;
}

/** Which mechanisms are shown. */
export function Filters({ withoutCost = false }: Props) {
  const t = useT();
  const id = useId();
  const narrow = useMedia('(max-width: 560px)');
  const { filterPlate, clearFilter } = useActions();
  const filter = useAtlas((s) => s.filter);

  const select = <Key extends 'family' | 'over' | 'takes' | 'cost'>(
    key: Key,
    values: readonly NonNullable<PlateFilter[Key]>[],
    nameOf: (value: NonNullable<PlateFilter[Key]>) => string,
  ) => (
    <SelectField
      label={t(`plate.${key}`)}
      value={filter[key] ?? ''}
      options={[
        { value: '', name: t('plate.all') },
        ...values.map((value) => ({ value, name: nameOf(value) })),
      ]}
      onChange={(chosen) => filterPlate({ [key]: values.find((value) => value === chosen) })}
    />
  );
  const year = (key: 'from' | 'to', offered: readonly number[]) => (
    <SelectField
      label={t(`plate.${key}`)}
      value={`${filter[key] ?? ''}`}
      options={[
        { value: '', name: t('plate.all') },
        ...offered.map((value) => ({ value: `${value}`, name: `${value}` })),
      ]}
      onChange={(chosen) => filterPlate({ [key]: chosen ? Number(chosen) : undefined })}
    />
  );

  const selects = (
    <>
      {select('family', families, (value) => t(`family.${value}`))}
      {select('over', attended, (value) => t(`plate.attends.${value}`))}
      {select('takes', inputKinds, (value) => t(`input.${value}`))}
      {!withoutCost &&
        select('cost', costClasses, (value) => t(`plate.costs.${value}`, ends[value]))}
      {year(
        'from',
        years.filter((y) => y <= (filter.to ?? y)),
      )}
      {year(
        'to',
        years.filter((y) => y >= (filter.from ?? y)),
      )}
    </>
  );
  const { find, ...chosen } = filter;
  const count = Object.keys(chosen).length;
  // Those that a link sets are in sight; then it is the reader's to open and close.
  const [opened] = useState(count > 0);

  return (
    <search className={styles.filters} data-fewer={withoutCost} aria-label={t('plate.filters')}>
      <div className={styles.find}>
        <label htmlFor={id}>{t('plate.find')}</label>
        <input
          id={id}
          type="search"
          value={find ?? ''}
          placeholder={t('plate.findHint')}
          onChange={(event) => filterPlate({ find: event.target.value || undefined })}
        />
      </div>
      {narrow ? (
        <details className={styles.more} open={opened}>
          <summary>
            {t('plate.filters')}
            {count > 0 && ` (${count})`}
          </summary>
          <div className={styles.selects}>{selects}</div>
        </details>
      ) : (
        selects
      )}
      <button
        type="button"
        className={styles.clear}
        disabled={Object.keys(filter).length === 0}
        onClick={clearFilter}
      >
        {t('plate.clear')}
      </button>
    </search>
  );
}

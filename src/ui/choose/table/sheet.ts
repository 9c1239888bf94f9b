import { app } from '../../../export/provenance';
import type { Cell } from '../../../export/table';
import type { Phrase, Typeset } from '../../../export/typeset';
import type { Translate } from '../../../i18n';
import type { Column } from '../../../state/choose-table';
import type { Sizes } from '../../../state/sizes';
import type { Text } from '../../../trace/text';
import { formatBytes, formatCount } from '../../format';
import { writtenTime } from '../milliseconds';
import { isBarred, numberIn, type Row } from './rows';
import { deviceWords, overWords, reachWords, shapeWords, sizeWords, timeWords } from './words';

interface Language {
  readonly t: Translate;
  readonly text: (text: Text) => string;
}

/** Plain numbers, one record for each row: what a program or a spreadsheet reads. */
export function recordsOf(
  rows: readonly Row[],
  columns: readonly Column[],
  { t, text }: Language,
): readonly Readonly<Record<string, Cell>>[] {
  const fieldsOf = (row: Row, column: Column): Record<string, Cell> => {
    const { facts, reading, mechanism } = row;
    const timing = reading?.timing;
    const name = t(`choose.table.columns.${column}`);
    const value = numberIn(row, column) ?? null;
    switch (column) {
      case 'attention':
        return {
          [t('choose.table.csv.cells')]: value,
          [t('choose.table.csv.shape')]: facts ? shapeWords(facts.attention.axes) : null,
        };
      case 'memory':
        return { [t('choose.table.csv.bytes')]: value };
      case 'reach':
        return {
          [name]: facts ? reachWords(facts.reach, t) : null,
          [t('choose.table.csv.seen')]: facts?.seen ?? null,
          [t('choose.table.csv.positions')]: facts?.positions ?? null,
        };
      case 'time':
        return {
          [t('choose.table.csv.median')]: timing ? writtenTime(timing.median) : null,
          [t('choose.table.csv.q1')]: timing ? writtenTime(timing.q1) : null,
          [t('choose.table.csv.q3')]: timing ? writtenTime(timing.q3) : null,
          [t('choose.table.csv.rounds')]: timing?.samples.length ?? null,
          [t('choose.table.csv.device')]: timing ? deviceWords(reading.device, t) : null,
        };
      case 'complexity':
        return { [name]: mechanism.complexity };
      case 'over':
        return { [name]: overWords(mechanism, t) };
      default:
        return { [name]: value };
    }
  };
  return rows.map((row) => ({
    [t('choose.table.csv.id')]: row.mechanism.id,
    [t('choose.table.columns.name')]: text(row.mechanism.name),
    [t('plate.family')]: t(`family.${row.mechanism.family}`),
    ...Object.assign({}, ...columns.map((column) => fieldsOf(row, column))),
    [t('choose.table.csv.note')]: noteOf(row, text),
  }));
}

const noteOf = ({ facts, failure, reading }: Row, text: Language['text']): string =>
  [failure, ...(facts?.notes ?? []), reading?.failure]
    .flatMap((note) => (note ? [text(note)] : []))
    .join(' ');

/** The table as it is read: units in the cells, formulas as formulas; no times where none was measured. */
export function typesetOf(
  rows: readonly Row[],
  columns: readonly Column[],
  sizes: Sizes,
  { t, text }: Language,
): Typeset {
  const cellOf = (row: Row, column: Column): Phrase => {
    const { mechanism, facts, reading } = row;
    const value = numberIn(row, column);
    switch (column) {
      case 'over':
        return overWords(mechanism, t);
      case 'complexity':
        return { tex: mechanism.complexity };
      case 'reach':
        return facts ? reachWords(facts.reach, t) : '';
      case 'attention':
        return facts ? shapeWords(facts.attention.axes) : '';
      case 'time':
        if (!reading?.timing) return '';
        return `${timeWords(reading.timing.median)} (${timeWords(reading.timing.q1)} – ${timeWords(reading.timing.q3)})`;
      case 'memory':
        return value === undefined ? '' : formatBytes(value);
      case 'year':
        return `${value ?? ''}`;
      default:
        return value === undefined ? '' : formatCount(value);
    }
  };
  const { reading } = rows.find((row) => row.reading?.timing) ?? {};
  const timed = reading?.timing && columns.includes('time');
  const shown = columns.filter((column) => column !== 'time' || timed);
  return {
    columns: [
      { name: t('choose.table.columns.name'), numeric: false },
      ...shown.map((column) => ({
        name: t(`choose.table.columns.${column}`),
        numeric: isBarred(column) || column === 'year',
      })),
    ],
    rows: rows.map((row) => [
      text(row.mechanism.name),
      ...shown.map((column) => cellOf(row, column)),
    ]),
    notes: [
      `${app.name} ${app.version}. ${sizeWords(sizes, t)}`,
      ...(timed && reading
        ? [
            t('choose.table.measured', {
              count: reading.timing?.samples.length ?? 0,
              device: deviceWords(reading.device, t),
            }),
          ]
        : []),
      ...rows.flatMap((row) => {
        const note = noteOf(row, text);
        return note ? [`${text(row.mechanism.name)}: ${note}`] : [];
      }),
    ],
  };
}

import type { ScalingData, ScalingLine, ScalingTarget } from '../../../draw/scaling';
import type { Translate } from '../../../i18n';
import type { Quantity, ScalingView } from '../../../state/choose-scaling';
import { lawAt } from '../../../state/power-law';
import type { Locale } from '../../../state/view';
import { formatBytes, formatCount, formatMilliseconds } from '../../format';
import { heightOfOut, type PlotLine } from './plot-lines';

/** The letter of the size in a formula. */
export const symbols = { positions: 'N', side: 'H', channels: 'C' } as const;

const units = {
  macs: 'count',
  parameters: 'count',
  memory: 'bytes',
  cells: 'count',
  time: 'time',
} as const;

/** A value of a quantity with its unit. */
export function valueText(value: number, quantity: Quantity): string {
  if (quantity === 'memory') return formatBytes(value);
  return quantity === 'time' ? formatMilliseconds(value) : formatCount(value);
}

/** An exponent as it is written everywhere: two decimals, a true minus. */
export const powerText = (exponent: number): string =>
  (Math.abs(exponent) < 0.005 ? 0 : exponent).toFixed(2).replace('-', '\u2212');

interface Language {
  readonly t: Translate;
  readonly locale: Locale;
}

/** What the figure draws. */
export function plotData(
  lines: readonly PlotLine[],
  { quantity, axis, range }: ScalingView,
  { t, locale }: Language,
  pinned: ScalingTarget | null,
): ScalingData {
  const symbol = symbols[axis];
  const timed = quantity === 'time';
  const outs = lines.flatMap(({ out }) => (out ? [out.size] : []));
  const drawnOuts = outs.filter((size) => size <= range[1]);
  const closed = drawnOuts.length > 0 && drawnOuts.length === lines.length;
  const drawn = lines.map((line) => lineOf(line, quantity, range[1], symbol, { t, locale }));
  const some = (beyond: boolean) =>
    lines.some(({ points }) => points.some((point) => point.beyond === beyond));
  const mark = (kind: ScalingData['key'][number]['kind'], when: boolean) =>
    when
      ? [{ kind, text: t(`choose.scaling.key.${timed && kind === 'filled' ? 'timed' : kind}`) }]
      : [];
  return {
    label: t('choose.scaling.label', {
      quantity: t(`choose.scaling.quantity.${quantity}`),
      axis: t(`choose.scaling.axisTitle.${axis}`),
      names: lines.map(({ mechanism }) => mechanism.name[locale]).join(t('comma')),
    }),
    x: { title: t(`choose.scaling.axisTitle.${axis}`), unit: 'size' },
    y: { title: t(`choose.scaling.quantity.${quantity}`), unit: units[quantity] },
    range,
    lines: drawn,
    closed: closed ? Math.max(...outs) : undefined,
    key: [
      ...mark('filled', some(false) && (timed || some(true))),
      ...mark('hollow', some(true)),
      ...mark(
        'fit',
        drawn.some(({ continued }) => continued),
      ),
      ...mark(
        'out',
        drawn.some(({ out }) => out && out.x <= range[1]),
      ),
      ...mark('closed', closed),
    ],
    symbol,
    describe: (target) => describe(lines, target, quantity, symbol, { t, locale }),
    pinned,
  };
}

function lineOf(
  line: PlotLine,
  quantity: Quantity,
  last: number,
  symbol: string,
  { t, locale }: Language,
): ScalingLine {
  const { mechanism, look, points, laws, limit, out } = line;
  const exponents = [
    ...(laws.end ? [{ text: '', power: powerText(laws.end.exponent) }] : []),
    ...(limit
      ? [{ text: `${t('choose.scaling.theory')} `, power: powerText(limit.exponent) }]
      : []),
  ];
  const height = heightOfOut(line, quantity);
  const law = quantity === 'time' && points.length > 2 ? laws.end : null;
  const from = points.at(-3)?.x;
  return {
    id: mechanism.id,
    name: mechanism.name[locale],
    exponents,
    detail: exponents.map(({ text, power }) => `${text}${symbol}${power}`).join(' · '),
    look,
    points,
    continued:
      law && from !== undefined && (points.at(-1)?.x ?? last) < last
        ? [
            { x: from, y: lawAt(law, from) },
            { x: last, y: lawAt(law, last) },
          ]
        : undefined,
    out: out && height ? { x: out.size, y: height } : undefined,
  };
}

/** A point in words: `Self-attention, N = 1024: 1.21 G, fits in memory`. */
function describe(
  lines: readonly PlotLine[],
  target: ScalingTarget,
  quantity: Quantity,
  symbol: string,
  { t, locale }: Language,
): string {
  const line = lines.find(({ mechanism }) => mechanism.id === target.line);
  const point = line?.points.find(({ x }) => x === target.x);
  if (!line || !point) return '';
  const { low, high } = point;
  // Bytes and milliseconds say what they are.
  const counted = units[quantity] === 'count';
  const unit = counted ? ` ${t(`choose.scaling.quantityShort.${quantity}`)}` : '';
  return t(
    `choose.scaling.point.${low === undefined ? (point.beyond ? 'beyond' : 'fits') : 'timed'}`,
    {
      name: line.mechanism.name[locale],
      size: `${symbol} = ${point.x.toLocaleString('en')}`,
      value: `${valueText(point.y, quantity)}${unit}`,
      low: valueText(low ?? point.y, quantity),
      high: valueText(high ?? point.y, quantity),
    },
  );
}

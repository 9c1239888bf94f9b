import type { ScalingTarget } from '../../../draw/scaling';
import type { ScalingView } from '../../../state/choose-scaling';
import { sizesAt } from '../../../state/scaling-sizes';
import type { Sizes } from '../../../state/sizes';
import { formatBytes, formatCount, formatMilliseconds } from '../../format';
import { useT, useText } from '../../use-text';
import { MechanismLink } from '../MechanismLink';
import { LineMark } from './LineMark';
import { symbols } from './plot-data';
import type { PlotLine } from './plot-lines';
import styles from './Scaling.module.css';
import type { TimesOfPlot } from './use-times';

interface Props {
  readonly view: ScalingView;
  readonly base: Sizes;
  readonly lines: readonly PlotLine[];
  readonly target: ScalingTarget | null;
  readonly times: TimesOfPlot;
}

/** All numbers of the pinned point, and the way to its picture. */
export function PointPanel({ view: { axis }, base, lines, target, times }: Props) {
  const t = useT();
  const text = useText();
  const line = lines.find(({ mechanism }) => mechanism.id === target?.line);
  const planned = line?.survey.points.find(({ size }) => size === target?.x);
  if (!line || !planned) return <p className={styles.hint}>{t('choose.scaling.pinHint')}</p>;
  const { mechanism, look } = line;
  const { size, facts } = planned;
  const timing = times.timeOf(mechanism, size);
  const numbers = [
    ['macs', formatCount(facts.macs)],
    ['parameters', formatCount(facts.parameters)],
    ['memory', formatBytes(facts.memory)],
    ['cells', formatCount(facts.attention.all)],
    ['time', timing ? formatMilliseconds(timing.median) : t('choose.scaling.none')],
  ] as const;
  return (
    <section className={styles.point} aria-live="polite">
      <h3>
        <LineMark look={look} /> {text(mechanism.name)}, {symbols[axis]} ={' '}
        {size.toLocaleString('en')}
      </h3>
      <dl className={styles.numbers}>
        {numbers.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`choose.scaling.quantity.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {facts.fit.fits ? (
        <MechanismLink
          mechanism={mechanism}
          sizes={sizesAt(axis, size, base)}
          className={styles.open}
        >
          {t('choose.scaling.open')}
        </MechanismLink>
      ) : (
        <p>
          {t('choose.scaling.noRoom', {
            need: formatBytes(facts.fit.total),
            limit: formatBytes(facts.fit.limits.total),
            largest: formatBytes(facts.fit.largest),
            single: formatBytes(facts.fit.limits.tensor),
          })}
        </p>
      )}
    </section>
  );
}

import { quantities, type ScalingView } from '../../../state/choose-scaling';
import { choicesOf, type SizeRange, scalingAxes, usualRange } from '../../../state/scaling-sizes';
import { positionsOf, type Sizes } from '../../../state/sizes';
import { useActions } from '../../atlas-context';
import { Segmented } from '../../controls/Segmented';
import { SelectField } from '../../controls/SelectField';
import { useT } from '../../use-text';
import { symbols } from './plot-data';
import styles from './Scaling.module.css';

interface Props {
  readonly view: ScalingView;
  readonly base: Sizes;
}

/** What is drawn against what, and between which sizes. */
export function PlotControls({ view, base }: Props) {
  const t = useT();
  const { setChoose } = useActions();
  const { quantity, axis, range } = view;
  const set = (part: Partial<ScalingView>) => setChoose({ scaling: { ...view, ...part } });
  const all = choicesOf(axis);
  // Three sizes at least, so that there is a slope to speak of.
  const end = (
    label: string,
    value: number,
    offered: readonly number[],
    put: (size: number) => SizeRange,
  ) => (
    <SelectField
      label={label}
      value={`${value}`}
      options={offered.map((size) => ({
        value: `${size}`,
        name: `${symbols[axis]} = ${size.toLocaleString('en')}`,
      }))}
      onChange={(chosen) => set({ range: put(Number(chosen)) })}
    />
  );

  return (
    <div className={styles.controls}>
      <div className={styles.control}>
        <span>{t('choose.scaling.draw')}</span>
        <Segmented
          label={t('choose.scaling.draw')}
          value={quantity}
          options={quantities.map((value) => ({
            value,
            name: t(`choose.scaling.quantityShort.${value}`),
            title: t(`choose.scaling.quantity.${value}`),
          }))}
          onChange={(value) => set({ quantity: value })}
        />
      </div>
      <div className={styles.control}>
        <span>{t('choose.scaling.against')}</span>
        <Segmented
          label={t('choose.scaling.against')}
          value={axis}
          options={scalingAxes.map((value) => ({
            value,
            name: t(`choose.scaling.axis.${value}`),
            title: t(`choose.scaling.axisTitle.${value}`),
          }))}
          onChange={(value) => set({ axis: value, range: usualRange[value] })}
        />
      </div>
      <div className={styles.ends}>
        {end(
          t('choose.scaling.from'),
          range[0],
          all.filter((size) => size * 4 <= range[1]),
          (size) => [size, range[1]],
        )}
        {end(
          t('choose.scaling.to'),
          range[1],
          all.filter((size) => size >= range[0] * 4),
          (size) => [range[0], size],
        )}
      </div>
      <p className={styles.fixed}>
        {t(`choose.scaling.fixed.${axis === 'channels' ? 'channels' : 'positions'}`, {
          channels: base.channels,
          heads: base.heads,
          positions: positionsOf(base).toLocaleString('en'),
        })}
      </p>
    </div>
  );
}

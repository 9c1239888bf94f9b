import { FlagField } from '../controls/FlagField';
import { Segmented } from '../controls/Segmented';
import { SelectField } from '../controls/SelectField';
import { planFor } from '../stage/positions';
import { useT } from '../use-text';
import styles from './ExportPanel.module.css';
import { backgrounds, type ExportOptions, scales, widths } from './options';
import { type PartChoice, partChoices } from './step-drawing';
import type { Subject } from './words';

interface Props {
  readonly subject: Subject;
  readonly options: ExportOptions;
  readonly change: (part: Partial<ExportOptions>) => void;
}

/** Which figures, how large, on what ground, and with which words. */
export function PictureOptions({ subject, options, change }: Props) {
  const t = useT();
  const plan = planFor(subject.step.node, subject.summary.graph);
  const windows = subject.step.node.axes.some((a) => a.places?.kind === 'window');
  const has: Readonly<Record<PartChoice, boolean>> = {
    main: true,
    companion: plan.companion !== undefined || windows,
    multiples: plan.multiples !== undefined,
    all: plan.companion !== undefined || windows || plan.multiples !== undefined,
  };
  return (
    <>
      {has.all && (
        <SelectField
          label={t('export.figure')}
          value={options.part}
          options={partChoices
            .filter((part) => has[part])
            .map((value) => ({ value, name: t(`export.part.${value}`) }))}
          onChange={(part) => change({ part: part as PartChoice })}
        />
      )}
      <SelectField
        label={t('export.width')}
        value={options.width}
        options={widths.map((value) => ({ value, name: t(`export.widths.${value}`) }))}
        onChange={(width) => change({ width: width as ExportOptions['width'] })}
      />
      <div className={styles.choice}>
        <span>{t('export.background')}</span>
        <Segmented
          label={t('export.background')}
          value={options.background}
          options={backgrounds.map((value) => ({ value, name: t(`export.backgrounds.${value}`) }))}
          onChange={(background) => change({ background })}
        />
      </div>
      {options.format === 'png' && (
        <div className={styles.choice}>
          <span>{t('export.scale')}</span>
          <Segmented
            label={t('export.scale')}
            value={String(options.scale) as (typeof scales)[number]}
            options={scales.map((value) => ({ value, name: `${value}×` }))}
            onChange={(scale) => change({ scale: Number(scale) })}
          />
        </div>
      )}
      <FlagField
        label={t('export.heading')}
        value={options.title}
        onChange={(title) => change({ title })}
      />
      <FlagField
        label={t('export.smallPrint')}
        value={options.smallPrint}
        onChange={(smallPrint) => change({ smallPrint })}
      />
    </>
  );
}

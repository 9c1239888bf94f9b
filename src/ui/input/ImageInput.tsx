import { ImagePlus } from 'lucide-react';
import { useId } from 'react';
import type { ImageChoice } from '../../inputs/choice';
import { MAX_CHANNELS } from '../../inputs/image';
import { type SampleName, samples } from '../../inputs/samples';
import { useActions, useAtlas } from '../atlas-context';
import { NumberField } from '../controls/NumberField';
import { useT, useText } from '../use-text';
import styles from './InputPicker.module.css';
import { useOpenImage } from './use-open-image';

const names = Object.keys(samples) as SampleName[];

/** A photograph: a sample, or one's own by button, drop or paste. It never leaves the device. */
export function ImageInput({ choice }: { readonly choice: ImageChoice }) {
  const t = useT();
  const text = useText();
  const id = useId();
  const { setInput, adjustInput } = useActions();
  const open = useOpenImage();
  const own = useAtlas((s) => s.ownImage);
  const sample = choice.image === 'own' ? null : samples[choice.image];

  return (
    <div className={styles.kind}>
      <div className={styles.samples} role="radiogroup" aria-label={t('input.photograph')}>
        {names.map((name) => (
          <label key={name} className={styles.sample} title={text(samples[name].title)}>
            <input
              type="radio"
              name="sample"
              className="hidden"
              aria-label={text(samples[name].title)}
              checked={choice.image === name}
              onChange={() => setInput({ ...choice, image: name })}
            />
            <img src={samples[name].file} alt="" width={48} height={48} loading="lazy" />
          </label>
        ))}
        <label className={styles.upload} data-chosen={choice.image === 'own'} htmlFor={id}>
          <ImagePlus size={18} aria-hidden />
          <span className="hidden">{t('input.upload')}</span>
        </label>
        <input
          id={id}
          type="file"
          accept="image/*"
          className="hidden"
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) void open(file);
            target.value = '';
          }}
        />
      </div>
      <p className={styles.note}>
        {sample ? `${text(sample.title)} · ${sample.credit}` : own?.name}
        <br />
        {t('input.uploadNote')}
      </p>
      <NumberField
        label={t('input.size.height')}
        value={choice.height}
        integer
        log
        min={4}
        max={128}
        onChange={(height) => adjustInput({ ...choice, height })}
      />
      <NumberField
        label={t('input.size.width')}
        value={choice.width}
        integer
        log
        min={4}
        max={128}
        onChange={(width) => adjustInput({ ...choice, width })}
      />
      <NumberField
        label={t('input.size.channels')}
        value={choice.channels}
        integer
        min={1}
        max={MAX_CHANNELS}
        onChange={(channels) => adjustInput({ ...choice, channels })}
      />
      <p className={styles.note}>{t('input.filters')}</p>
    </div>
  );
}

import { mostSizes, type SizeName } from '../../state/sizes';
import { useActions, useAtlas } from '../atlas-context';
import { NumberField } from '../controls/NumberField';
import { Segmented } from '../controls/Segmented';
import { useT } from '../use-text';
import styles from './Choose.module.css';

/** The size at which everything on the page is compared. */
export function SizeBar() {
  const t = useT();
  const { setChoose } = useActions();
  const sizes = useAtlas((s) => s.choose.sizes);

  const field = (name: SizeName) => (
    <div className={styles.size}>
      <NumberField
        label={t(`choose.sizes.${name}`)}
        value={sizes[name]}
        min={1}
        max={mostSizes[name]}
        integer
        log
        onChange={(value) => setChoose({ sizes: { ...sizes, [name]: value } })}
      />
    </div>
  );
  return (
    <fieldset className={styles.sizes}>
      <legend className="hidden">{t('choose.sizes.title')}</legend>
      <div className={styles.shape}>
        <Segmented
          label={t('choose.sizes.shape')}
          value={sizes.shape}
          options={(['sequence', 'map'] as const).map((value) => ({
            value,
            name: t(`choose.sizes.${value}`),
          }))}
          onChange={(shape) => setChoose({ sizes: { ...sizes, shape } })}
        />
      </div>
      {sizes.shape === 'sequence' ? (
        field('tokens')
      ) : (
        <>
          {field('height')}
          {field('width')}
        </>
      )}
      {field('channels')}
      {field('heads')}
    </fieldset>
  );
}

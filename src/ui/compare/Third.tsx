import type { Translate } from '../../i18n';
import { AtlasContext } from '../atlas-context';
import { Guarded } from '../Guarded';
import { useT } from '../use-text';
import { DifferenceFigure } from './DifferenceFigure';
import { EffectFigure } from './EffectFigure';
import { aMinusB } from './letters';
import { Numbers } from './Numbers';
import type { Picture } from './picture';
import styles from './Side.module.css';
import type { Difference } from './statistics';
import type { Comparison } from './use-comparison';

/** What a picture has one number for: `one number per channel`. */
const extentOf = ({ counts, rows, columns, kind }: Picture, t: Translate): string => {
  if (kind === 'points') return t('compare.samples', { count: rows });
  const sizes = kind === 'bars' ? `${columns}` : `${rows} × ${columns}`;
  if (kind === 'look') return `${t('compare.perKey')} (${sizes})`;
  const axes = counts.map((name) =>
    name === 'position' ? t('compare.position') : t(`axis.${name as 'channel'}`),
  );
  return `${t('compare.per', { axes: axes.join(' × ') })} (${sizes})`;
};

/** Which words say what the sign of a difference means. */
const signOf = {
  look: 'looks',
  bars: 'bars',
  points: 'points',
  scalar: 'scalar',
  map: 'colours',
  matrix: 'colours',
  spectrum: 'colours',
} as const satisfies Record<Picture['kind'], string>;

/** What the difference means. */
export const aboutOf = (picture: Picture, { most }: Difference, t: Translate): string => {
  if (most === 0) return t('compare.same');
  const { view, kind } = picture;
  const pooled = view && (view.height < view.rows || view.width < view.columns);
  const sign = t(`compare.sign.${signOf[kind]}`);
  return pooled ? `${sign} ${t('compare.pooled')}` : sign;
};

/** Why there is no difference, in a sentence. */
export function whyNot({ first, second }: Comparison, t: Translate): string {
  const [one, two] = [first, second].map(({ shown, figure }) =>
    shown === 'look' ? 'look' : figure.plan.kind,
  );
  if (!first.picture || !second.picture)
    return t(one === two ? 'compare.tooFine' : 'compare.unlikeKinds');
  if (first.picture.blank && second.picture.blank) return t('compare.blank');
  const [a, b] = [first.picture, second.picture].map((picture) => extentOf(picture, t));
  return a === b ? t('compare.unlikeKinds') : t('compare.unlike', { first: a, second: b });
}

/** What the two differ in: the difference of the pictures, or of what both do to the input, and the numbers. */
export function Third({ comparison }: { readonly comparison: Comparison }) {
  const t = useT();
  const { first, second, difference } = comparison;
  // Kinds of figures that are never subtracted have no picture, however long one waits.
  const waiting = !first.read || !second.read;
  const picture = difference && first.picture;
  const about = picture ? aboutOf(picture, difference, t) : whyNot(comparison, t);
  return (
    <AtlasContext value={first.atlas}>
      <section className={styles.third} aria-label={t('compare.difference')}>
        <div className={styles.head}>
          <b className={styles.letter}>{aMinusB}</b>
          <h3 className={styles.name}>{t('compare.difference')}</h3>
        </div>
        <p className={styles.about}>{!waiting && about}</p>
        <Guarded>
          {picture ? (
            <div className={styles.figure} data-kind={picture.kind}>
              <DifferenceFigure
                side={first}
                picture={picture}
                other={second.picture}
                difference={difference}
              />
            </div>
          ) : (
            <div className={styles.instead}>
              {!waiting && <EffectFigure first={first} second={second} />}
            </div>
          )}
        </Guarded>
        <Numbers comparison={comparison} />
      </section>
    </AtlasContext>
  );
}

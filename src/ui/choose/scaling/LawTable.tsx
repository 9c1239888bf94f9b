import type { ScalingView } from '../../../state/choose-scaling';
import type { PowerLaw } from '../../../state/power-law';
import { formatCount } from '../../format';
import { Tex } from '../../Tex';
import { useT, useText } from '../../use-text';
import { ScrollBox } from '../ScrollBox';
import { LineMark } from './LineMark';
import { powerText, symbols, valueText } from './plot-data';
import type { PlotLine } from './plot-lines';
import styles from './Scaling.module.css';

interface Props {
  readonly view: ScalingView;
  readonly lines: readonly PlotLine[];
}

/** `1.94 ± 0.02`, or nothing where there is no law. */
const lawText = (law: PowerLaw | null): string =>
  law ? powerText(law.exponent) + (law.error === null ? '' : ` ± ${powerText(law.error)}`) : '–';

/** The laws in numbers: fitted, at large sizes, in theory, and where memory ends. */
export function LawTable({ view: { quantity, axis }, lines }: Props) {
  const t = useT();
  const text = useText();
  const symbol = symbols[axis];
  const size = (n: number): string => `${symbol} = ${n.toLocaleString('en')}`;
  const caption = t('choose.scaling.table.caption', {
    quantity: t(`choose.scaling.quantity.${quantity}`),
    symbol,
  });
  return (
    <div>
      <h3 className={styles.title}>{caption}</h3>
      <ScrollBox label={caption}>
        <table className={styles.laws} aria-label={caption}>
          <thead>
            <tr>
              <th scope="col">{t('choose.scaling.table.mechanism')}</th>
              <th scope="col">{t('choose.scaling.table.all')}</th>
              <th scope="col">R²</th>
              <th scope="col">{t('choose.scaling.table.end')}</th>
              <th scope="col">{t('choose.scaling.table.theory')}</th>
              <th scope="col">{t('choose.scaling.table.notation')}</th>
              <th scope="col">{t('choose.scaling.table.last')}</th>
              <th scope="col">{t('choose.scaling.table.out')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ mechanism, look, laws, limit, points, out, survey }) => {
              const last = points.at(-1);
              const [first] = survey.missing;
              const reach = survey.ladder.at(-1)?.size;
              return (
                <tr key={mechanism.id}>
                  <th scope="row">
                    <LineMark look={look} /> {text(mechanism.name)}
                    {first && (
                      <small>
                        {t('choose.scaling.missing', {
                          count: survey.missing.length,
                          size: size(first.size),
                        })}{' '}
                        {text(first.why)}
                      </small>
                    )}
                  </th>
                  <td>{lawText(laws.all)}</td>
                  <td>{laws.all ? laws.all.r2.toFixed(4) : '–'}</td>
                  <td>{lawText(laws.end)}</td>
                  <td>
                    {limit ? powerText(limit.exponent) : '–'}
                    {limit && (
                      <small>
                        {t('choose.scaling.table.upTo', {
                          to: `${symbol} = ${formatCount(limit.to)}`,
                        })}
                      </small>
                    )}
                  </td>
                  <td>
                    <Tex tex={mechanism.complexity} />
                  </td>
                  <td>{last ? `${valueText(last.y, quantity)} · ${size(last.x)}` : '–'}</td>
                  <td>
                    {out
                      ? size(out.size)
                      : reach !== undefined &&
                        t('choose.scaling.table.beyond', { size: size(reach) })}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
    </div>
  );
}

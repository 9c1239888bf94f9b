import { createMiniature, type MiniatureData } from '../../draw/miniature';
import type { Mechanism } from '../../mechanisms/define';
import { plateSize } from '../../state/plate-input';
import { formatCount } from '../format';
import { cite, stepTitle } from '../names';
import { FigureHost } from '../stage/FigureHost';
import { Tex } from '../Tex';
import { useT, useText } from '../use-text';
import styles from './Preview.module.css';
import type { Portrait } from './studio';

interface Props {
  readonly mechanism: Mechanism;
  readonly portrait: Portrait;
  readonly data: MiniatureData;
  readonly macs: number | undefined;
}

/** A tile enlarged: its picture, the idea, the formula, the cost. */
export function Preview({ mechanism, portrait, data, macs }: Props) {
  const t = useT();
  const text = useText();
  const { step } = portrait.step.node;
  return (
    <div className={styles.preview}>
      <FigureHost className={styles.figure} create={createMiniature} data={data} />
      <h4>{text(mechanism.name)}</h4>
      <p className={styles.step}>
        {stepTitle(step, text)}
        {mechanism.papers[0] && ` · ${cite(mechanism.papers[0])}`}
      </p>
      <p>{text(mechanism.idea)}</p>
      <Tex className={styles.formula} tex={step.text.formula || mechanism.formula} />
      <p className={styles.cost}>
        <Tex tex={mechanism.complexity} />
        {macs !== undefined && (
          <span>
            {t('plate.macs', {
              macs: formatCount(macs),
              side: plateSize.side,
              channels: plateSize.channels,
            })}
          </span>
        )}
      </p>
      <p className={styles.step}>{t('plate.open')}</p>
    </div>
  );
}

import { Fragment } from 'react';
import { mechanismById } from '../../mechanisms/catalogue';
import { Tex } from '../Tex';
import { useCurrentStep } from '../use-steps';
import { useT, useText } from '../use-text';
import { weightsAre } from '../weights-are';
import styles from './Caption.module.css';

/** The step in words and symbols: formula, what happens and why, shape with named axes, what the weights are. */
export function Caption() {
  const t = useT();
  const text = useText();
  const { summary, current } = useCurrentStep();
  if (!current || !summary) return null;
  const { node } = current;
  const mechanism = mechanismById(summary.request.mechanism);
  const what = weightsAre(summary, t);
  return (
    <div className={styles.caption}>
      <Tex
        display
        className={styles.formula}
        tex={node.step.text.formula || mechanism?.formula || ''}
      />
      <div className={styles.words}>
        <p>{text(node.step.text.note)}</p>
        <p className={styles.small}>
          <span className={styles.shape}>
            {node.axes.map((axis, i) => (
              <Fragment key={axis.role}>
                {i > 0 && ' × '}
                {t(`axis.${axis.role}`)} <b>{axis.size}</b>
              </Fragment>
            ))}
          </span>
          {node.torch.map(({ name }) => (
            <code key={name} title="PyTorch">
              {name}
            </code>
          ))}
          <span>{what}</span>
        </p>
      </div>
    </div>
  );
}

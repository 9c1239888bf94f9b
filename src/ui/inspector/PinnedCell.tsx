import { useMemo } from 'react';
import { evaluate } from '../../trace/expression';
import { useActions, useAtlas } from '../atlas-context';
import { CommandButton } from '../controls/CommandButton';
import { formatOf } from '../format';
import { nodeName, positionName, stepTitle } from '../names';
import { useSteps } from '../use-steps';
import { useLocale, useT, useText } from '../use-text';
import { Arithmetic } from './Arithmetic';
import { linesOf } from './arithmetic';
import styles from './PinnedCell.module.css';
import { Section } from './Section';

/** Where the pinned number comes from: its own sum with its own numbers. */
export function PinnedCell() {
  const t = useT();
  const text = useText();
  const locale = useLocale();
  const { visit } = useActions();
  const pin = useAtlas((s) => s.pin);
  const summary = useAtlas((s) => s.summary);
  const steps = useSteps();
  const step = steps.find((s) => s.key === pin?.step);
  const explanation = useAtlas((s) => s.explanation);
  const lines = useMemo(
    () =>
      explanation && summary
        ? linesOf(
            explanation.expression,
            (node) => summary.graph.nodes[node]?.step?.text.role ?? 'feature',
          )
        : null,
    [explanation, summary],
  );

  if (!pin || !step || !summary) {
    return (
      <Section title={t('pinned.title')}>
        <p className={styles.hint}>{t('pinned.hint')}</p>
      </Section>
    );
  }
  return (
    <Section title={t('pinned.title')} action={<CommandButton id="unpin" />}>
      <p className={styles.cell}>
        <span className={`role-${step.node.step.text.role}`}>
          {stepTitle(step.node.step, text)}
        </span>
        {step.node.axes.map((axis, i) =>
          axis.size > 1 ? (
            <span key={axis.role} className={styles.index}>
              {t(`axis.${axis.role}`)} <b>{positionName(axis, pin.index[i], locale)}</b>
            </span>
          ) : null,
        )}
      </p>
      {lines && explanation && (
        <>
          <p className={styles.value}>{formatOf(step.node)(evaluate(explanation.expression))}</p>
          <Arithmetic
            lines={lines}
            nameOf={({ node, index }) => {
              const found = summary.graph.nodes[node];
              return `${nodeName(found, text, t)} [${index.join(', ')}]`;
            }}
            placeOf={({ node, index }, along) => {
              // Until the new arithmetic has come, the one of the run before is shown.
              const source = summary.graph.nodes[node];
              if (!source) return '';
              // The only one of its tensor is told by that: a bias, or one of several branches.
              if (along.length === 0) return nodeName(source, text, t);
              return along
                .flatMap((i) => {
                  const axis = source.axes[i];
                  return axis ? [positionName(axis, index[i], locale)] : [];
                })
                .join(t('comma'));
            }}
            canFollow={({ node }) => steps.some((s) => s.node.id === node)}
            onFollow={({ node, index }) => {
              const source = steps.find((s) => s.node.id === node);
              if (source) visit({ step: source.key, index });
            }}
          />
        </>
      )}
    </Section>
  );
}

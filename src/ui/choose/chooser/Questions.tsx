import { useId } from 'react';
import { weightsOf } from '../../../state/choose-chooser';
import { type Criterion, criterionNames, mostWeight } from '../../../state/chooser/criteria';
import { budgetNames } from '../../../state/chooser/rank';
import { type TaskName, taskNames, tasks } from '../../../state/chooser/tasks';
import { useActions, useAtlas } from '../../atlas-context';
import { NumberField } from '../../controls/NumberField';
import { useT } from '../../use-text';
import { BudgetField } from './BudgetField';
import styles from './Chooser.module.css';

/** Task, budget, and how much each criterion matters. */
export function Questions() {
  const t = useT();
  const name = useId();
  const { setChoose } = useActions();
  const sizes = useAtlas((s) => s.choose.sizes);
  const chooser = useAtlas((s) => s.choose.chooser);
  const { task, budget, weights } = chooser;
  const present = weightsOf(chooser);
  const usual = tasks[task].weights;

  // What matters belongs to a task; the size is read in the shape that the task is about.
  const choose = (next: TaskName) =>
    setChoose({
      chooser: { task: next, budget, weights: {} },
      sizes: { ...sizes, shape: tasks[next].shape ?? sizes.shape },
    });
  const weigh = (criterion: Criterion, value: number) => {
    const { [criterion]: _, ...rest } = weights;
    const own = value === (usual[criterion] ?? 0) ? rest : { ...rest, [criterion]: value };
    setChoose({ chooser: { task, budget, weights: own } });
  };
  const slider = (criterion: Criterion) => (
    <NumberField
      key={criterion}
      label={t(`choose.chooser.criterion.${criterion}`)}
      value={present[criterion] ?? 0}
      min={0}
      max={mostWeight}
      integer
      onChange={(value) => weigh(criterion, value)}
    />
  );
  const isUsual = (criterion: Criterion): boolean => usual[criterion] !== undefined;
  return (
    <form className={styles.questions} onSubmit={(event) => event.preventDefault()}>
      <fieldset className={styles.group}>
        <legend>{t('choose.chooser.task')}</legend>
        {taskNames.map((each) => (
          <label key={each} className={styles.task}>
            <input type="radio" name={name} checked={each === task} onChange={() => choose(each)} />
            <span>
              {t(`choose.chooser.tasks.${each}`)}
              {each === task && <small>{t(`choose.chooser.about.${each}`)}</small>}
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{t('choose.chooser.budget')}</legend>
        {budgetNames.map((limit) => (
          <BudgetField
            key={limit}
            label={t(`choose.chooser.budgets.${limit}`)}
            value={budget[limit]}
            onChange={(value) => {
              const { [limit]: _, ...rest } = budget;
              const next = value === undefined ? rest : { ...rest, [limit]: value };
              setChoose({ chooser: { task, budget: next, weights } });
            }}
          />
        ))}
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{t('choose.chooser.matters')}</legend>
        {criterionNames.filter(isUsual).map(slider)}
        <details
          className={styles.more}
          // What is set there stays in sight.
          open={Object.keys(weights).some((c) => usual[c as Criterion] === undefined) || undefined}
        >
          <summary>{t('choose.chooser.more')}</summary>
          {criterionNames.filter((c) => !isUsual(c)).map(slider)}
        </details>
        {Object.keys(weights).length > 0 && (
          <button
            type="button"
            className={styles.text}
            onClick={() => setChoose({ chooser: { task, budget, weights: {} } })}
          >
            {t('choose.chooser.reset')}
          </button>
        )}
      </fieldset>
    </form>
  );
}

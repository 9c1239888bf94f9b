import { scaleFor, selectable } from '../../state/view';
import { axisOf } from '../../trace/axes';
import { useActions, useAtlas } from '../atlas-context';
import { Segmented } from '../controls/Segmented';
import { positionName } from '../names';
import { useLocale, useT } from '../use-text';
import styles from './Selectors.module.css';
import type { StepFigure } from './use-step-figure';

/** More positions than this are stepped through by number. */
const listed = 256;

interface Props {
  readonly figure: StepFigure;
  /** Whether range and scale of the colours are among them. */
  readonly display?: boolean;
}

/** Which head, group, window, channel or batch the figure shows, and how its colours are spread. */
export function Selectors({ figure, display: withDisplay = true }: Props) {
  const t = useT();
  const locale = useLocale();
  const { select } = useActions();
  const { plan, layout, step } = figure;
  const roles = selectable.filter((role) => plan.selectors.includes(role));

  return (
    <div className={styles.selectors}>
      {roles.map((role) => {
        const axis = axisOf(step.node.axes, role);
        const at = layout.fixed[role];
        const value = typeof at === 'number' ? `${at}` : 'pool';
        // A magnitude is what such axes are gathered to, and the mean what all others are.
        const usual = plan.fixed[role];
        const pooled = usual === undefined || typeof usual === 'number' ? 'mean' : undefined;
        const count = Math.min(axis.size, listed);
        return (
          <label key={role} className={styles.selector}>
            <span>{t(`axis.${role}`)}</span>
            <select
              value={value}
              onChange={({ target }) =>
                select(role, target.value === 'pool' ? pooled : Number(target.value))
              }
            >
              <option value="pool">
                {t(typeof usual === 'string' ? `export.pool.${usual}` : 'stage.mean')}
              </option>
              {Array.from({ length: count }, (_, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a position is its index
                <option key={i} value={i}>
                  {axis.labels ? `${i} ${positionName(axis, i, locale)}` : i}
                </option>
              ))}
            </select>
          </label>
        );
      })}
      {withDisplay && <Spread figure={figure} />}
    </div>
  );
}

/** Range and scale of the colours. */
export function Spread({ figure: { step } }: { readonly figure: StepFigure }) {
  const t = useT();
  const { setDisplay } = useActions();
  const display = useAtlas((s) => s.display);
  return (
    <>
      <span className={styles.space} />
      <Segmented
        label={t('stage.range')}
        value={display.range}
        options={[
          { value: 'local', name: t('stage.local') },
          { value: 'fixed', name: t('stage.fixed') },
        ]}
        onChange={(range) => setDisplay({ range })}
      />
      <Segmented
        label={t('stage.scale')}
        value={scaleFor(display, step.node)}
        options={[
          { value: 'linear', name: t('stage.linear') },
          { value: 'log', name: t('stage.log') },
        ]}
        onChange={(scale) => setDisplay({ scale })}
      />
    </>
  );
}

import { useMemo, useState } from 'react';
import { createScaling, type ScalingTarget } from '../../../draw/scaling';
import { mechanismById } from '../../../mechanisms/catalogue';
import { useAtlas } from '../../atlas-context';
import { useInSight } from '../../learn/use-in-sight';
import { FigureHost } from '../../stage/FigureHost';
import { useLocale, useT, useText } from '../../use-text';
import { LawTable } from './LawTable';
import { LinePicker } from './LinePicker';
import { MeasureButton } from './MeasureButton';
import { PlotControls } from './PlotControls';
import { PlotExport } from './PlotExport';
import { PointPanel } from './PointPanel';
import { plotData } from './plot-data';
import { plotLines } from './plot-lines';
import styles from './Scaling.module.css';
import { useSurveys } from './use-surveys';
import { useTimes } from './use-times';

/** How cost and time grow with the size. */
export default function Scaling() {
  const t = useT();
  const text = useText();
  const locale = useLocale();
  const view = useAtlas((s) => s.choose.scaling);
  const base = useAtlas((s) => s.choose.sizes);
  const [pinned, setPinned] = useState<ScalingTarget | null>(null);
  const { lines: ids, quantity } = view;
  const mechanisms = useMemo(() => ids.flatMap((id) => mechanismById(id) ?? []), [ids]);
  const { known, failure } = useSurveys(mechanisms, view, base);
  const times = useTimes(view, base);
  const lines = useMemo(
    () => plotLines(mechanisms, known, view, times.timeOf),
    [mechanisms, known, view, times.timeOf],
  );
  const data = useMemo(
    () => plotData(lines, view, { t, locale }, pinned),
    [lines, view, t, locale, pinned],
  );
  // The function makes the figure, so it must stay the same.
  const create = useMemo(
    () => (host: HTMLElement) => createScaling(host, { onPin: setPinned }),
    [],
  );
  const plot = useInSight<HTMLElement>(lines.length > 0);
  const drawn = lines.filter(({ points }) => points.length > 0);
  const empty = quantity === 'time' && drawn.length === 0;
  const without = quantity === 'time' ? [] : lines.filter(({ points }) => points.length === 0);

  return (
    <div className={styles.scaling}>
      <LinePicker mechanisms={mechanisms} />
      <PlotControls view={view} base={base} />
      <section className={styles.plot} aria-label={data.label} ref={plot}>
        <div className={styles.tools}>
          <MeasureButton view={view} lines={lines} times={times} />
          <PlotExport view={view} base={base} lines={lines} data={data} device={times.device} />
        </div>
        {failure && <p role="alert">{text(failure)}</p>}
        {ids.length === 0 ? (
          <p className={styles.nothing}>{t('choose.scaling.chooseSome')}</p>
        ) : empty ? (
          <p className={styles.nothing}>
            {t(times.share === null ? 'choose.scaling.notMeasured' : 'choose.scaling.measuring')}
          </p>
        ) : (
          <FigureHost create={create} data={data} className={styles.figure} main />
        )}
        <p className={styles.caption} role="status">
          {lines.length < mechanisms.length && !failure
            ? t('choose.scaling.planning', { done: lines.length, total: mechanisms.length })
            : t(`choose.scaling.about.${quantity === 'time' ? 'time' : 'plan'}`)}{' '}
          {without.length > 0 &&
            t('choose.scaling.without', {
              names: without.map(({ mechanism }) => text(mechanism.name)).join(t('comma')),
              quantity: t(`choose.scaling.quantity.${quantity}`),
            })}
        </p>
      </section>
      <PointPanel view={view} base={base} lines={lines} target={pinned} times={times} />
      {lines.length > 0 && <LawTable view={view} lines={lines} />}
    </div>
  );
}

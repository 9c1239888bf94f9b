import { useCallback, useMemo, useState } from 'react';
import type { Companion } from '../../../draw/choose';
import { colouringOf, domainOf } from '../../../draw/colour';
import { createGates } from '../../../draw/gates';
import { axisOf } from '../../../trace/axes';
import type { View, ViewRequest } from '../../../trace/view';
import { useAtlas } from '../../atlas-context';
import { Segmented } from '../../controls/Segmented';
import { useT } from '../../use-text';
import { cellAt, spotOf } from '../cells';
import { FigureHost } from '../FigureHost';
import { useLabels } from '../use-labels';
import { usePicking } from '../use-picking';
import { requestFor, type StepFigure } from '../use-step-figure';
import { useViews } from '../use-views';
import styles from './GatesFigure.module.css';

interface Props {
  readonly figure: StepFigure;
  readonly companion: Extract<Companion, { kind: 'gates' }>;
}

/** Each channel's picture before its gate and after. */
export function GatesFigure({ figure, companion }: Props) {
  const { summary, step, layout } = figure;
  const t = useT();
  const [order, setOrder] = useState<'index' | 'gate'>('gate');
  const range = useAtlas((s) => s.display.range);
  const pin = useAtlas((s) => (s.pin?.step === step.key ? s.pin : null));
  const map = summary.graph.nodes[companion.before];
  const labels = useLabels(map.axes, layout.columns);
  const batch = layout.fixed.batch;
  const pictures = (node: number): ViewRequest => ({
    node,
    rows: ['channel'],
    columns: ['height', 'width'],
    fixed: typeof batch === 'number' ? { batch } : {},
    pixels: [4096, 65_536],
    pool: 'mean',
  });
  const got = useViews(summary, [
    requestFor(figure, [1, 4096]),
    pictures(companion.before),
    pictures(companion.after),
  ]);
  const label = t('stage.gates');

  const { onPin } = usePicking(step.key, (column: number) => cellAt(layout, { row: 0, column }));
  const create = useCallback((host: HTMLElement) => createGates(host, { onPin }), [onPin]);

  const data = useMemo(() => {
    if (!got) return null;
    const [gates, before, after] = got.views;
    const picturesIn = (view: View) => ({
      height: axisOf(map.axes, 'height').size,
      width: axisOf(map.axes, 'width').size,
      values: view.data,
    });
    const spot = pin && spotOf(layout, pin.index);
    return {
      label,
      gates: gates.data,
      range:
        range === 'fixed'
          ? domainOf(gates.statistics, range, 'gate')
          : ([0, gates.statistics.max] as const),
      labelOf: labels.labelOf,
      before: picturesIn(before),
      after: picturesIn(after),
      colouring: colouringOf(before.statistics, range, 'feature'),
      order,
      words: { previous: t('stage.previousPage'), next: t('stage.nextPage') },
      pinned: spot ? spot.column : null,
    };
  }, [got, map, pin, layout, label, range, labels, order, t]);

  return (
    <div className={styles.gates}>
      <Segmented
        label={t('stage.order')}
        value={order}
        options={[
          { value: 'gate', name: t('stage.byGate') },
          { value: 'index', name: t('stage.byChannel') },
        ]}
        onChange={setOrder}
      />
      {data && <FigureHost create={create} data={data} />}
    </div>
  );
}

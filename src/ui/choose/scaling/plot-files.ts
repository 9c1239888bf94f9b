import { createScaling, type ScalingData } from '../../../draw/scaling';
import { app } from '../../../export/provenance';
import type { Drawing } from '../../../export/svg';
import type { Rows } from '../../../export/table';
import type { Translate } from '../../../i18n';
import type { ScalingView } from '../../../state/choose-scaling';
import { positionsOf, type Sizes } from '../../../state/sizes';
import type { Device } from '../../../state/timing';
import { writtenTime } from '../milliseconds';
import type { PlotLine } from './plot-lines';

/** The plot drawn anew, for a file. */
export const plotDrawing =
  (data: ScalingData): Drawing =>
  (host, context) => {
    const place = host.ownerDocument.createElement('div');
    host.append(place);
    const figure = createScaling(place);
    figure.update({ ...data, pinned: null }, context);
    return {
      rows: [[place]],
      remove() {
        figure.destroy();
        place.remove();
      },
    };
  };

/** One row for each point: what was counted or measured, and whether there is room for it. */
export const plotRows = (
  lines: readonly PlotLine[],
  { axis, quantity }: Pick<ScalingView, 'axis' | 'quantity'>,
): Rows =>
  lines.flatMap(({ mechanism, points, survey }) =>
    points.map(({ x, y, low, high }) => ({
      mechanism: mechanism.id,
      name: mechanism.name.en,
      [axis]: x,
      quantity: quantity === 'memory' ? 'memory_bytes' : quantity === 'time' ? 'time_ms' : quantity,
      value: quantity === 'time' ? writtenTime(y) : y,
      quartile1: low === undefined ? null : writtenTime(low),
      quartile3: high === undefined ? null : writtenTime(high),
      source: quantity === 'time' ? 'measured' : 'planned',
      fits: survey.points.find(({ size }) => size === x)?.facts.fit.fits ?? null,
    })),
  );

/** What is needed to make the plot again, in one paragraph. */
export function plotSmallPrint(
  { axis, quantity }: Pick<ScalingView, 'axis' | 'quantity'>,
  base: Sizes,
  { backend, threads, adapter }: Device,
  t: Translate,
): string[] {
  const kind = axis === 'channels' ? 'channels' : 'positions';
  const on = [backend, threads && t('choose.scaling.threads', { count: threads }), adapter];
  return [
    [
      t(`choose.scaling.fixed.${kind}`, {
        channels: base.channels,
        heads: base.heads,
        positions: positionsOf(base).toLocaleString('en'),
      }),
      t(`choose.scaling.about.${quantity === 'time' ? 'time' : 'plan'}`),
      t('export.print.app', { ...app, backend: on.filter(Boolean).join(t('comma')) }),
    ].join(' '),
  ];
}

import { Download } from 'lucide-react';
import { useState } from 'react';
import type { ScalingData } from '../../../draw/scaling';
import { saveFile } from '../../../export/deliver';
import { pngOf } from '../../../export/png';
import { svgOf } from '../../../export/svg';
import { tableCsv } from '../../../export/table';
import type { ScalingView } from '../../../state/choose-scaling';
import { textOf } from '../../../state/runner';
import type { Sizes } from '../../../state/sizes';
import type { Device } from '../../../state/timing';
import { useActions } from '../../atlas-context';
import controls from '../../controls/controls.module.css';
import { formatNumber } from '../../format';
import { useT } from '../../use-text';
import { useTheme } from '../../use-theme';
import { plotDrawing, plotRows, plotSmallPrint } from './plot-files';
import type { PlotLine } from './plot-lines';

/** Pixels of a PNG per pixel, and the size of the figure in a file. */
const scale = 3;
const size = { width: 860, height: 520 } as const;

interface Props {
  readonly view: ScalingView;
  readonly base: Sizes;
  readonly lines: readonly PlotLine[];
  readonly data: ScalingData;
  readonly device: Device;
}

/** Saves the plot as a figure, and its numbers. */
export function PlotExport({ view, base, lines, data, device }: Props) {
  const t = useT();
  const theme = useTheme();
  const { notify } = useActions();
  const [busy, setBusy] = useState(false);

  const fileOf = async (format: 'svg' | 'png' | 'csv'): Promise<Blob> => {
    if (format === 'csv') return tableCsv(plotRows(lines, view));
    const picture = await svgOf(
      document,
      plotDrawing(data),
      { width: 'screen', background: 'white', smallPrint: plotSmallPrint(view, base, device, t) },
      { theme, ...size, format: formatNumber },
      scale,
    );
    return format === 'png'
      ? pngOf(document, picture, scale)
      : new Blob([picture.svg], { type: 'image/svg+xml' });
  };
  const save = async (format: 'svg' | 'png' | 'csv') => {
    setBusy(true);
    try {
      saveFile(document, `scaling-${view.quantity}-${view.axis}.${format}`, await fileOf(format));
    } catch (error) {
      notify(textOf(error), 'warning');
    }
    setBusy(false);
  };

  return (['svg', 'png', 'csv'] as const).map((format) => (
    <button
      key={format}
      type="button"
      className={controls.button}
      disabled={busy || lines.every(({ points }) => points.length === 0)}
      onClick={() => void save(format)}
    >
      <Download size={14} aria-hidden />
      {t('choose.scaling.save', { format: format.toUpperCase() })}
    </button>
  ));
}

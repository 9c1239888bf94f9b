import type { ScalingData } from '../../../draw/scaling';
import { type PictureFormat, pictureFile } from '../../../export/picture-file';
import { svgOf } from '../../../export/svg';
import { tableCsv } from '../../../export/table';
import type { ScalingView } from '../../../state/choose-scaling';
import type { Sizes } from '../../../state/sizes';
import type { Device } from '../../../state/timing';
import { FileButtons } from '../../export/FileButtons';
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

  const fileOf = async (format: PictureFormat | 'csv'): Promise<Blob> => {
    if (format === 'csv') return tableCsv(plotRows(lines, view));
    const picture = await svgOf(
      document,
      plotDrawing(data),
      { width: 'screen', background: 'white', smallPrint: plotSmallPrint(view, base, device, t) },
      { theme, ...size, format: formatNumber },
      scale,
    );
    return pictureFile(document, picture, format, scale);
  };

  return (
    <FileButtons
      formats={['svg', 'png', 'csv']}
      make={async (format) => ({
        name: `scaling-${view.quantity}-${view.axis}.${format}`,
        content: await fileOf(format),
      })}
      label={(format) => t('choose.scaling.save', { format })}
      disabled={lines.every(({ points }) => points.length === 0)}
    />
  );
}

import { useTranslation } from 'react-i18next';
import { type PictureFormat, pictureFile } from '../../export/picture-file';
import { svgOf } from '../../export/svg';
import { useAtlas } from '../atlas-context';
import { FileButtons } from '../export/FileButtons';
import { formatNumber } from '../format';
import { useLocale } from '../use-text';
import { useTheme } from '../use-theme';
import { sheetDrawing, sheetWords, size } from './sheet';
import type { Comparison } from './use-comparison';

/** Pixels of a PNG per pixel, and of what has no vectors in an SVG. */
const scale = 2;

/** Saves both sides and their difference as one figure. */
export function SaveButtons({ comparison }: { readonly comparison: Comparison }) {
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  const theme = useTheme();
  const view = useAtlas((s) => s.compare);

  const make = async (format: PictureFormat) => {
    const { name, title, smallPrint } = sheetWords(comparison, { t, locale });
    const picture = await svgOf(
      document,
      sheetDrawing(comparison, view, i18n),
      { width: 'screen', background: 'white', title, smallPrint },
      { theme, ...size, format: formatNumber },
      scale,
    );
    const content = await pictureFile(document, picture, format, scale);
    return { name: `${name}.${format}`, content };
  };

  return (
    <FileButtons
      formats={['png', 'svg']}
      make={make}
      label={(format) => t('compare.export', { format })}
      making={t('compare.exporting')}
      id="export"
    />
  );
}

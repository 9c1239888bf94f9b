import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveFile } from '../../export/deliver';
import { pngOf } from '../../export/png';
import { svgOf } from '../../export/svg';
import { textOf } from '../../state/runner';
import { useActions, useAtlas } from '../atlas-context';
import controls from '../controls/controls.module.css';
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
  const { notify } = useActions();
  const view = useAtlas((s) => s.compare);
  const [busy, setBusy] = useState(false);

  const save = async (format: 'png' | 'svg') => {
    setBusy(true);
    try {
      const { name, title, smallPrint } = sheetWords(comparison, { t, locale });
      const picture = await svgOf(
        document,
        sheetDrawing(comparison, view, i18n),
        { width: 'screen', background: 'white', title, smallPrint },
        { theme, ...size, format: formatNumber },
        scale,
      );
      saveFile(
        document,
        `${name}.${format}`,
        format === 'png'
          ? await pngOf(document, picture, scale)
          : new Blob([picture.svg], { type: 'image/svg+xml' }),
      );
    } catch (error) {
      notify(textOf(error), 'warning');
    }
    setBusy(false);
  };

  return (['png', 'svg'] as const).map((format) => (
    <button
      key={format}
      type="button"
      id={format === 'png' ? 'export' : undefined}
      className={controls.button}
      disabled={busy}
      title={busy ? t('compare.exporting') : undefined}
      onClick={() => void save(format)}
    >
      <Download size={14} aria-hidden />
      {t('compare.export', { format: format.toUpperCase() })}
    </button>
  ));
}

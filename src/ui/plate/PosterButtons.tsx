import { Download } from 'lucide-react';
import { useState } from 'react';
import { saveFile } from '../../export/deliver';
import { pngOf } from '../../export/png';
import { svgOf } from '../../export/svg';
import type { Mechanism } from '../../mechanisms/define';
import { textOf } from '../../state/runner';
import { useActions, useAtlas } from '../atlas-context';
import controls from '../controls/controls.module.css';
import { formatNumber } from '../format';
import { useLocale, useT } from '../use-text';
import { useTheme } from '../use-theme';
import { byFamily } from './filter';
import { posterDrawing } from './poster';
import { posterWidth } from './poster-layout';
import { posterSmallPrint, posterWords } from './poster-words';
import type { TileState } from './use-portraits';

/** Pixels of a PNG per pixel, and of what has no vectors in an SVG. */
const scale = 2;
const name = 'attention-atlas-plate';

interface Props {
  readonly found: readonly Mechanism[];
  readonly tiles: ReadonlyMap<string, TileState>;
}

/** Saves what the plate shows as one figure. */
export function PosterButtons({ found, tiles }: Props) {
  const t = useT();
  const locale = useLocale();
  const theme = useTheme();
  const { notify } = useActions();
  const input = useAtlas((s) => s.input);
  const weights = useAtlas((s) => s.weights);
  const [busy, setBusy] = useState(false);
  const language = { t, locale };

  const save = async (format: 'png' | 'svg') => {
    setBusy(true);
    try {
      const sections = byFamily(found).map(({ family, members }) => ({
        title: t(`family.${family}`),
        tiles: members.map((mechanism) =>
          posterWords(mechanism, tiles.get(mechanism.id), input, language),
        ),
      }));
      const used = found.flatMap(({ id }) => tiles.get(id)?.portrait?.backend ?? []);
      const picture = await svgOf(
        document,
        posterDrawing(sections, {
          title: t('plate.poster.title'),
          subtitle: t('plate.poster.subtitle', { count: found.length }),
          t,
        }),
        {
          width: 'screen',
          background: 'white',
          smallPrint: posterSmallPrint({ input, weights, backends: new Set(used) }, language),
        },
        { theme, width: posterWidth, height: posterWidth, format: formatNumber },
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
      className={controls.button}
      disabled={busy || found.length === 0}
      title={busy ? t('plate.saving') : undefined}
      onClick={() => void save(format)}
    >
      <Download size={14} aria-hidden />
      {t('plate.save', { format: format.toUpperCase() })}
    </button>
  ));
}

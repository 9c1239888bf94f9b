import { type PictureFormat, pictureFile } from '../../export/picture-file';
import { svgOf } from '../../export/svg';
import type { Mechanism } from '../../mechanisms/define';
import { useAtlas } from '../atlas-context';
import { FileButtons } from '../export/FileButtons';
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
  const input = useAtlas((s) => s.input);
  const weights = useAtlas((s) => s.weights);
  const language = { t, locale };

  const make = async (format: PictureFormat) => {
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
    const content = await pictureFile(document, picture, format, scale);
    return { name: `${name}.${format}`, content };
  };

  return (
    <FileButtons
      formats={['png', 'svg']}
      make={make}
      label={(format) => t('plate.save', { format })}
      making={t('plate.saving')}
      disabled={found.length === 0}
    />
  );
}

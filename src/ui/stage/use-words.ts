import { useAtlas } from '../atlas-context';
import { useT } from '../use-text';

/** What the colours span, as a legend says it: `own range, linear`. */
export function useRangeWords(): string {
  const t = useT();
  const { range, scale } = useAtlas((s) => s.display);
  return `${t(range === 'local' ? 'figure.own' : 'figure.fixed')}${t('comma')}${t(`stage.${scale}`)}`;
}

import { lineColour, markPath } from '../../../draw/scaling-look';
import { useTheme } from '../../use-theme';

/** Colour and mark of a line beside its name. */
export function LineMark({ look }: { readonly look: number }) {
  const theme = useTheme();
  return (
    <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden>
      <path d={markPath(look)} fill={lineColour(look, theme)} />
    </svg>
  );
}

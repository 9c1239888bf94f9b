import { useEffect, useRef } from 'react';
import { texFor, texRenderer } from './tex';
import { useLocale } from './use-text';

interface Props {
  readonly tex: string;
  readonly display?: boolean;
  readonly className?: string;
}

/** A formula. The inside of its element belongs to KaTeX. */
export function Tex({ tex, display = false, className }: Props) {
  const ref = useRef<HTMLSpanElement>(null);
  const locale = useLocale();
  useEffect(() => {
    let current = true;
    texRenderer().then(
      (render) => {
        if (current && ref.current) render(texFor(tex, locale), ref.current, display);
      },
      () => {
        if (current && ref.current) ref.current.textContent = tex;
      },
    );
    return () => {
      current = false;
    };
  }, [tex, display, locale]);
  return <span ref={ref} className={className} />;
}

import { useEffect, useRef } from 'react';
import { texRenderer } from './tex';

interface Props {
  readonly tex: string;
  readonly display?: boolean;
  readonly className?: string;
}

/** A formula. The inside of its element belongs to KaTeX. */
export function Tex({ tex, display = false, className }: Props) {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let current = true;
    void texRenderer().then((render) => {
      if (current && ref.current) render(tex, ref.current, display);
    });
    return () => {
      current = false;
    };
  }, [tex, display]);
  return <span ref={ref} className={className} />;
}

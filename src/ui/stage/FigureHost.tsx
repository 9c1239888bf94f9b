import { use, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Figure, FigureContext } from '../../draw/figure';
import { FigureSettingsContext } from '../figure-settings';
import { formatNumber } from '../format';
import { useStill } from '../use-still';
import { useTheme } from '../use-theme';
import styles from './FigureHost.module.css';

interface Props<Data> {
  /** Makes the figure in its host; a different function makes a different figure. */
  readonly create: (host: HTMLElement) => Figure<Data>;
  readonly data: Data;
  readonly className?: string;
  /** Marks the figure that is exported. */
  readonly main?: boolean;
  /** How its values are written. */
  readonly format?: FigureContext['format'];
}

/**
 * The one place where figures live: mounts a figure, gives it size, theme and data, and never touches
 * what is inside.
 */
export function FigureHost<Data>({
  create,
  data,
  className = '',
  main,
  format = formatNumber,
}: Props<Data>) {
  const host = useRef<HTMLDivElement>(null);
  const [figure, setFigure] = useState<Figure<Data> | null>(null);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const theme = useTheme();
  const settings = use(FigureSettingsContext);
  const reducedMotion = useStill();

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const measure = () => {
      const { width, height } = element.getBoundingClientRect();
      if (width > 0 && height > 0) {
        setSize((old) =>
          old && Math.abs(old.width - width) < 0.5 && Math.abs(old.height - height) < 0.5
            ? old
            : { width: Math.floor(width), height: Math.floor(height) },
        );
      }
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!host.current) return;
    const made = create(host.current);
    setFigure(made);
    return () => made.destroy();
  }, [create]);

  useEffect(() => {
    if (!size) return;
    const context: FigureContext = {
      theme,
      ...size,
      reducedMotion,
      ratio: settings?.ratio,
      format,
    };
    figure?.update(data, context);
    settings?.onDraw();
  }, [figure, data, size, theme, reducedMotion, settings, format]);

  return (
    <div
      ref={host}
      className={`${styles.host} ${className}`}
      data-figure={main ? 'main' : 'aside'}
    />
  );
}

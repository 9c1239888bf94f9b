import type { CSSProperties } from 'react';
import { useT } from '../use-text';
import { useTheme } from '../use-theme';
import styles from './Legend.module.css';
import { type LegendEntry, legendOf } from './legend-entries';

/** What the colours of all tiles mean. */
export function Legend() {
  const t = useT();
  const theme = useTheme();
  return (
    <section className={styles.legend} aria-label={t('plate.legend.title')}>
      <ul>
        {legendOf(theme, t).map((entry) => (
          <li key={entry.text}>
            <span
              className={styles.swatch}
              data-shape={entry.shape}
              style={groundOf(entry)}
              aria-hidden
            />
            {entry.text}
          </li>
        ))}
      </ul>
    </section>
  );
}

function groundOf({ shape, colours }: LegendEntry): CSSProperties {
  const [colour] = colours;
  switch (shape) {
    case 'ramp':
      return { background: `linear-gradient(to right, ${colours.join()})` };
    case 'line':
      return { borderColor: colour };
    case 'bars':
      return {
        background: `repeating-linear-gradient(to right, ${colour} 0 3px, transparent 3px 5px)`,
      };
    case 'hatch':
      return {
        background: `repeating-linear-gradient(-45deg, ${colour} 0 1px, transparent 1px 4px)`,
      };
  }
}

import { useEffect, useMemo, useState } from 'react';
import { colouringOf } from '../../draw/colour';
import { createMap } from '../../draw/map';
import type { RunSummary } from '../../engine/protocol';
import { FigureHost } from '../stage/FigureHost';
import type { Grid } from '../stage/look';
import { usePhotograph } from '../stage/use-photograph';
import { useT } from '../use-text';
import { readEffect } from './effect';
import { letters } from './letters';
import styles from './Side.module.css';
import type { Compared } from './use-comparison';

interface Effect {
  readonly summary: RunSummary;
  readonly values: Float32Array;
  readonly grid: Grid;
}

interface Props {
  readonly first: Compared;
  readonly second: Compared;
}

function useEffectOf({ atlas, figure }: Compared): Effect | null {
  const { engine } = atlas;
  const { summary } = figure;
  const [effect, setEffect] = useState<Effect | null>(null);
  useEffect(() => {
    let current = true;
    readEffect(engine, summary).then(
      (read) => current && setEffect(read && { ...read, summary }),
      // The run was replaced while it was being read: its successor is read again.
      () => {},
    );
    return () => {
      current = false;
    };
  }, [engine, summary]);
  return effect?.summary === summary ? effect : null;
}

/** How far both sides change each pixel, in one range of colours. Nothing where their outputs are no maps. */
export function EffectFigure({ first, second }: Props) {
  const t = useT();
  const photograph = usePhotograph(first.figure.summary);
  const a = useEffectOf(first);
  const b = useEffectOf(second);
  const maps = useMemo(() => {
    if (!a || !b) return null;
    const max = Math.max(...[a, b].flatMap(({ values }) => [...values]));
    return [a, b].map(({ values, grid }, i) => ({
      ...grid,
      label: `${t('compare.effect')}, ${letters[i]}`,
      values,
      colouring: colouringOf({ min: 0, max }, 'local', 'weights'),
      title: letters[i],
      legend: { note: '' },
      photograph,
    }));
  }, [a, b, photograph, t]);
  return (
    maps && (
      <>
        <h3 className={styles.heading}>{t('compare.effect')}</h3>
        <div className={styles.effects}>
          {maps.map((data) => (
            <FigureHost key={data.title} create={createMap} data={data} />
          ))}
        </div>
        <p className={styles.note}>{t('compare.effectAbout')}</p>
      </>
    )
  );
}

import * as HoverCard from 'radix-ui/hover-card';
import { memo, useId, useMemo } from 'react';
import { createMiniature } from '../../draw/miniature';
import type { Mechanism } from '../../mechanisms/define';
import { useActions, useAtlas } from '../atlas-context';
import { stepTitle } from '../names';
import { FigureHost } from '../stage/FigureHost';
import { useT, useText } from '../use-text';
import { yearOf } from './filter';
import { Preview } from './Preview';
import styles from './Tile.module.css';
import type { TileState } from './use-portraits';
import { ownInputName } from './words';

interface Props {
  readonly mechanism: Mechanism;
  readonly state: TileState | undefined;
  readonly macs: number | undefined;
  /** Whether the Tab key stops here. */
  readonly stop: boolean;
  readonly observe: (element: Element | null) => (() => void) | undefined;
  readonly onFocus: (id: string) => void;
}

/** One mechanism: its most telling step as a stamp, its name, its year. */
export const Tile = memo(function Tile({ mechanism, state, macs, stop, observe, onFocus }: Props) {
  const t = useT();
  const text = useText();
  const id = useId();
  const { setMechanism } = useActions();
  const input = useAtlas((s) => s.input);
  const { portrait, failure, current = false } = state ?? {};
  const data = useMemo(
    () => portrait && { picture: portrait.picture, photograph: portrait.photograph },
    [portrait],
  );
  const title = portrait && stepTitle(portrait.step.node.step, text);
  const own = ownInputName(input, mechanism, portrait?.request.input, t);
  return (
    <li
      ref={observe}
      className={styles.tile}
      data-id={mechanism.id}
      data-state={failure ? 'failed' : portrait ? 'drawn' : 'waiting'}
      data-stale={!current && portrait !== undefined}
    >
      <div className={styles.picture}>
        {data && <FigureHost className={styles.figure} create={createMiniature} data={data} />}
        {failure && <p className={styles.failure}>{text(failure)}</p>}
      </div>
      <HoverCard.Root openDelay={280} closeDelay={60}>
        <HoverCard.Trigger asChild>
          <button
            type="button"
            className={styles.name}
            data-tile
            tabIndex={stop ? 0 : -1}
            aria-describedby={id}
            onFocus={() => onFocus(mechanism.id)}
            onClick={() => setMechanism(mechanism.id)}
          >
            {text(mechanism.name)}
          </button>
        </HoverCard.Trigger>
        {portrait && data && (
          <HoverCard.Portal>
            <HoverCard.Content
              className={styles.preview}
              side="right"
              sideOffset={8}
              collisionPadding={12}
              onFocus={(event) => event.preventDefault()}
            >
              <Preview mechanism={mechanism} portrait={portrait} data={data} macs={macs} />
            </HoverCard.Content>
          </HoverCard.Portal>
        )}
      </HoverCard.Root>
      <p className={styles.small} id={id}>
        {yearOf(mechanism)}
        {own && <span className={styles.own}>{own}</span>}
        <span className="hidden">{failure ? text(failure) : (title ?? t('plate.waiting'))}</span>
      </p>
    </li>
  );
});

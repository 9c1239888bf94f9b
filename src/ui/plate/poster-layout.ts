import type { MiniatureData } from '../../draw/miniature';

export interface PosterTile {
  readonly name: string;
  /** Year, and the input where it is not the common one. */
  readonly note: string;
  readonly data?: MiniatureData;
  /** Why there is no picture. */
  readonly instead: string;
}

export interface PosterSection {
  readonly title: string;
  readonly tiles: readonly PosterTile[];
}

/** Pixels, of which 96 make an inch. */
export const tileSize = { side: 124, gap: 18, name: 11.5, line: 15, note: 11 } as const;
const columns = 9;
export const margin = { section: 118, top: 104, between: 14 } as const;

export const posterWidth = margin.section + columns * (tileSize.side + tileSize.gap) - tileSize.gap;

interface Placed {
  readonly tile: PosterTile;
  /** The lines of its name. */
  readonly name: readonly string[];
  readonly x: number;
  readonly y: number;
}

/**
 * Where everything stands: families below each other, their tiles on one grid.
 * @param linesOf a name in lines of at most a width
 */
export function layPoster(
  sections: readonly PosterSection[],
  linesOf: (name: string, width: number) => readonly string[],
) {
  let y: number = margin.top;
  const titles: { text: string; y: number }[] = [];
  const placed: Placed[] = [];
  for (const { title, tiles } of sections) {
    titles.push({ text: title, y });
    for (let first = 0; first < tiles.length; first += columns) {
      const row = tiles.slice(first, first + columns).map((one, i) => ({
        tile: one,
        name: linesOf(one.name, tileSize.side + 4),
        x: margin.section + i * (tileSize.side + tileSize.gap),
        y,
      }));
      placed.push(...row);
      // The longest name of a row makes room for it.
      const lines = Math.max(...row.map(({ name }) => name.length)) + 1;
      y += tileSize.side + 16 + lines * tileSize.line + 6;
    }
    y += margin.between;
  }
  return { titles, placed, height: y };
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** The tile that a key leads to from the one that has the focus; nothing where there is none. */
export function nextTile(host: Element, from: EventTarget, key: string): HTMLElement | null {
  const tiles = [...host.querySelectorAll<HTMLElement>('[data-tile]')];
  const at = from instanceof HTMLElement ? tiles.indexOf(from) : -1;
  if (at < 0) return null;
  if (key === 'Home') return tiles[0];
  if (key === 'End') return tiles[tiles.length - 1];
  if (!Object.hasOwn(steps, key)) return null;
  const [dx, dy] = steps[key];
  return dy === 0 ? (tiles[at + dx] ?? null) : nearestInRow(tiles, tiles[at], dy);
}

/** The tile above or below: of the nearest row in that direction the one with the least distance across. */
function nearestInRow(tiles: readonly HTMLElement[], from: HTMLElement, dy: number) {
  const start = from.getBoundingClientRect();
  let best: HTMLElement | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const tile of tiles) {
    const { x, y } = tile.getBoundingClientRect();
    const down = (y - start.y) * dy;
    // The row decides first.
    const distance = down * 1000 + Math.abs(x - start.x);
    if (down > 4 && distance < least) [best, least] = [tile, distance];
  }
  return best;
}

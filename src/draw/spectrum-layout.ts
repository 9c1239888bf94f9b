/** The half of a spectrum that a real transform keeps: `height` rows of frequencies by ⌊width/2⌋ + 1 columns. */
export interface HalfSpectrum {
  /** Size of the map, in pixels, that the spectrum belongs to. */
  readonly height: number;
  readonly width: number;
  /** Row-major, `height` × (⌊width/2⌋ + 1); rows as the transform gives them, zero first. */
  readonly magnitude: ArrayLike<number>;
  readonly phase?: ArrayLike<number>;
}

/** Signed frequency, in cycles per map, of row or column `i` of a picture whose centre is zero. */
export const cyclesAt = (i: number, size: number): number => i - Math.floor(size / 2);

/** The stored entry that a cell of the centred picture shows; `mirrored` when its conjugate is stored. */
export function storedAt(
  spectrum: { readonly height: number; readonly width: number },
  y: number,
  x: number,
): { row: number; column: number; mirrored: boolean } {
  const ky = cyclesAt(y, spectrum.height);
  const kx = cyclesAt(x, spectrum.width);
  const mirrored = kx < 0;
  // For an even width −width/2 and width/2 are the same frequency, and that one is stored as it is.
  const own = mirrored && -kx * 2 === spectrum.width;
  const row = mirrored && !own ? -ky : ky;
  return {
    row: (row + spectrum.height) % spectrum.height,
    column: Math.abs(kx),
    mirrored: mirrored && !own,
  };
}

/** The cell of the centred picture that shows a stored entry as it is. */
export const shownAt = (
  spectrum: { readonly height: number; readonly width: number },
  row: number,
  column: number,
): { y: number; x: number } => ({
  y: (row + Math.floor(spectrum.height / 2)) % spectrum.height,
  x: (column + Math.floor(spectrum.width / 2)) % spectrum.width,
});

/** The whole spectrum, `height` × `width`, zero frequency at (⌊height/2⌋, ⌊width/2⌋); phases of mirrored entries change sign. */
export function centred(spectrum: HalfSpectrum, part: 'magnitude' | 'phase'): Float32Array {
  const { height, width } = spectrum;
  const half = Math.floor(width / 2) + 1;
  const values = spectrum[part] ?? [];
  const all = new Float32Array(height * width);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const { row, column, mirrored } = storedAt(spectrum, y, x);
      const value = values[row * half + column];
      all[y * width + x] = part === 'phase' && mirrored ? -value : value;
    }
  return all;
}

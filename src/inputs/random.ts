/** Seeded numbers that are the same in every browser. */
export interface Random {
  /** Uniform in 0 ≤ x < 1, 32 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/**
 * The generator sfc32 (Chris Doty-Humphrey, PractRand), its state filled by splitmix32 from a hash
 * of the seed. Several parts make one seed, so that `random(7, 'fc.0.weight')` and
 * `random(7, 'fc.2.weight')` are independent.
 */
export function random(...seed: readonly (string | number)[]): Random {
  const fill = splitmix32(hash(JSON.stringify(seed)));
  let [a, b, c, counter] = [fill(), fill(), fill(), 1];

  const next = () => {
    const out = (a + b + counter) >>> 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return out;
  };
  for (let i = 0; i < 12; i++) next();

  const uniform = () => next() / 2 ** 32;
  let spare: number | undefined;

  /** Marsaglia's polar method. Of its steps only `log` may differ between browsers, by less than float32 keeps. */
  const normal = () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * factor;
      return x * factor;
    }
  };

  return { uniform, normal };
}

/** FNV-1a over UTF-16 code units. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) | 0;
  };
}

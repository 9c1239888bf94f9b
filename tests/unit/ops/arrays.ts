/** Reads a row-major array; zero outside. */
export function reader(data: ArrayLike<number>, shape: readonly number[]) {
  return (...index: number[]): number => {
    let offset = 0;
    for (let i = 0; i < shape.length; i++) {
      if (index[i] < 0 || index[i] >= shape[i]) return 0;
      offset = offset * shape[i] + index[i];
    }
    return data[offset];
  };
}

/** 0, 1, 2, … */
export const naturals = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Fills a row-major array. */
export function filled(shape: readonly number[], value: (...index: number[]) => number): number[] {
  const count = shape.reduce((a, b) => a * b, 1);
  return naturals(count).map((offset) => {
    const index: number[] = [];
    let rest = offset;
    for (const size of [...shape].reverse()) {
      index.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    return value(...index);
  });
}

/**
 * A Vite plugin: the module `virtual:built-in-cases` lists the golden files that are shipped with the page, so that a
 * reader can compare with PyTorch in the own browser. The files themselves are assets, fetched when they are wanted.
 */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const name = 'virtual:built-in-cases';
const folder = fileURLToPath(new URL('../tests/golden/', import.meta.url));

/** The metadata of a safetensors file, which stands at its beginning. @param {string} path @returns {Record<string, string>} */
function metadataOf(path) {
  const file = openSync(path, 'r');
  try {
    const length = Buffer.alloc(8);
    readSync(file, length, 0, 8, 0);
    const header = Buffer.alloc(Number(length.readBigUInt64LE()));
    readSync(file, header, 0, header.length, 8);
    return JSON.parse(header.toString()).__metadata__ ?? {};
  } finally {
    closeSync(file);
  }
}

/**
 * The smallest file of every class of every mechanism, and of every form of it: `-paper`, `-block`.
 * @returns {{ file: string, mechanism: string, case: string, class: string }[]}
 */
function smallest() {
  /** @type {Map<string, { bytes: number, file: string, mechanism: string, case: string, class: string }>} */
  const best = new Map();
  for (const file of readdirSync(folder)
    .filter((f) => f.endsWith('.safetensors'))
    .sort()) {
    const { size: bytes } = statSync(folder + file);
    const { mechanism, case: id, class: torch } = metadataOf(folder + file);
    if (!mechanism || !id || !torch) continue;
    const form = /-.*/.exec(id)?.[0] ?? '';
    const key = [mechanism, torch, form].join(' ');
    const known = best.get(key);
    if (!known || bytes < known.bytes)
      best.set(key, { bytes, file, mechanism, case: id, class: torch });
  }
  return [...best.values()].map(({ bytes: _, ...rest }) => rest);
}

/** @returns {import('vite').Plugin} */
export function builtInCases() {
  return {
    name: 'built-in-cases',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined;
      const cases = smallest();
      const imports = cases.map(
        ({ file }, i) => `import url${i} from "/tests/golden/${file}?url";`,
      );
      const entries = cases.map(
        ({ file: _, ...rest }, i) => `{ ...${JSON.stringify(rest)}, url: url${i} }`,
      );
      return `${imports.join('\n')}\nexport const builtInCases = [${entries.join(',\n')}];`;
    },
  };
}

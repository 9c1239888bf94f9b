/** The source files of mechanisms and operations, as they run; each is fetched when it is opened. */
const loaders: Readonly<Record<string, () => Promise<string>>> = Object.fromEntries(
  Object.entries({
    ...import.meta.glob<string>('../../mechanisms/*.ts', { query: '?raw', import: 'default' }),
    ...import.meta.glob<string>('../../ops/**/*.ts', { query: '?raw', import: 'default' }),
  }).map(([path, load]) => [path.replace('../../', ''), load]),
);

const isSource = (file: string): boolean => Object.hasOwn(loaders, file);

/** @throws Error when there is no such file, or it cannot be fetched. */
export function loadSource(file: string): Promise<string> {
  const load = loaders[file];
  return load ? load() : Promise.reject(new Error(`there is no source file ${file}`));
}

/** The files of mechanisms and operations that a file imports, each once. */
export function importsOf(file: string, source: string): string[] {
  const found = [...source.matchAll(/\bfrom '(\.[^']+)'/g)].map(([, path]) => {
    // The address only serves to resolve dots.
    const { pathname } = new URL(`${path}.ts`, `https://source/${file}`);
    return pathname.slice(1);
  });
  return [...new Set(found)].filter(isSource);
}

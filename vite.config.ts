import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';
import { builtInCases } from './scripts/built-in-cases.mjs';
import { contentSecurityPolicy, isolationHeaders } from './scripts/csp.mjs';
import { openingInput } from './src/inputs/opening.ts';
import { samples } from './src/inputs/samples.ts';

/** Puts the policy into the built page. The dev server is left out: React refresh needs an inline script. */
function policyInPage(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
  };
}

const sourceFile = (name: string): string => fileURLToPath(new URL(`src/${name}`, import.meta.url));

type ModuleInfo = (id: string) => { readonly importedIds: readonly string[] } | null;

/** A module with everything that it cannot start without. */
function closureOf(id: string, infoOf: ModuleInfo, into = new Set<string>()): Set<string> {
  if (into.has(id)) return into;
  into.add(id);
  for (const other of infoOf(id)?.importedIds ?? []) closureOf(other, infoOf, into);
  return into;
}

/** What opens the page, by the file that it goes into with all that it needs; what comes first takes its own last. */
const firstFiles = [
  ['beside', 'ui/catalogue/CatalogueColumn.tsx'],
  ['beside', 'ui/inspector/Inspector.tsx'],
  ['beside', 'ui/stage/Surroundings.tsx'],
  ['beside', 'ui/header/BackendBadge.tsx'],
  ['beside', 'ui/dialogs/Toasts.tsx'],
  ['interface', 'ui/mount.tsx'],
  ['state', 'state/start.ts'],
  ['engine', 'engine/client.ts'],
] as const;

/**
 * Names the file that a module goes into: one each for the engine, the state, the interface and what stands beside the
 * first picture, however many pages share parts of them, because each file costs as much as what is in it. The page
 * that the app is compared with gets nothing that it does not need.
 */
function fileOf(): (id: string, context: { getModuleInfo: ModuleInfo }) => string | null {
  let files: Map<string, string> | undefined;
  return (id, context) => {
    if (!files) {
      const closure = (name: string) =>
        closureOf(sourceFile(name), (module) => context.getModuleInfo(module));
      files = new Map();
      for (const [file, entry] of firstFiles)
        for (const module of closure(entry)) files.set(module, file);
      for (const module of closure('bench/bare.ts')) {
        if (files.has(module)) files.set(module, 'inputs');
      }
    }
    // What the bundler adds belongs to the entry, too.
    return id.startsWith('\0') ? null : (files.get(id) ?? null);
  };
}

/** A script with everything that it cannot start without. */
function scriptsOf(bundle: Rolldown.OutputBundle, file: string, into = new Set<string>()) {
  const part = bundle[file];
  if (into.has(file) || part?.type !== 'chunk') return into;
  into.add(file);
  for (const name of part.imports) scriptsOf(bundle, name, into);
  return into;
}

/** A file of the build whose name begins so, without its folder. */
function fileNamed(bundle: Rolldown.OutputBundle, pattern: RegExp): string {
  const found = Object.keys(bundle).find((file) => pattern.test(file));
  if (!found) throw new Error(`the build has no file ${pattern}`);
  return found;
}

/**
 * What the worker cannot begin without: its script, what that imports, WebAssembly as most browsers take it, and the
 * photograph that the app opens with.
 */
function workerFiles(bundle: Rolldown.OutputBundle): string[] {
  const textOf = (file: string): string => {
    const part = bundle[file];
    return part.type === 'chunk' ? part.code : String(part.source);
  };
  const engine = textOf(fileNamed(bundle, /\/engine-[\w-]+\.js$/));
  const script = `assets/${/worker-[\w-]+\.js/.exec(engine)?.[0]}`;
  const imported = [...textOf(script).matchAll(/from"\.\/([\w.-]+\.js)"/g)];
  return [
    script,
    ...imported.map(([, file]) => `assets/${file}`),
    fileNamed(bundle, /-wasm-simd-[\w-]+\.wasm$/),
    ...(openingInput.image === 'own' ? [] : [samples[openingInput.image].file]),
  ];
}

/**
 * Names in the page what its first picture waits for, so that it comes at once and not each file when the one before
 * has been read. The entry comes first, because it starts the worker. What the worker needs is fetched for it ahead of
 * time, which the page itself would be warned of as a preload that it does not use.
 */
function firstPictureEarly(): Plugin {
  return {
    name: 'first-picture-early',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { chunk, bundle }) {
        if (!bundle || chunk?.name !== 'index') return html;
        const wanted = scriptsOf(bundle, chunk.fileName);
        for (const file of chunk.dynamicImports) scriptsOf(bundle, file, wanted);
        const forWorker = workerFiles(bundle).filter((file) => !wanted.has(file));
        const link = (file: string, attrs: Record<string, string>) => ({
          tag: 'link',
          attrs: { ...attrs, crossorigin: true, href: `./${file}` },
          injectTo: 'head' as const,
        });
        return {
          // The bundler's own links come without an order.
          html: html.replaceAll(/\s*<link rel="modulepreload"[^>]*>/g, ''),
          tags: [
            ...forWorker.map((file) => link(file, { rel: 'prefetch', fetchpriority: 'high' })),
            ...[...wanted]
              .filter((file) => file !== chunk.fileName)
              .map((file) => link(file, { rel: 'modulepreload' })),
          ],
        };
      },
    },
  };
}

export default defineConfig({
  // Relative, so that the build works under any path.
  base: './',
  plugins: [react(), builtInCases(), policyInPage(), firstPictureEarly()],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Vite 8's own minifier and terser break tfjs's threaded wasm in a cross-origin isolated page; esbuild does not.
    minify: 'esbuild',
    // An inlined font or wasm file gains nothing here and makes the policy looser than it needs to be.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    // The app, and the pages behind `npm run verify` and `npm run bench`.
    rolldownOptions: {
      input: ['index.html', 'verify.html', 'bench.html', 'bare.html'],
      output: {
        codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: fileOf() }] },
      },
    },
  },
  worker: {
    format: 'es',
    // Otherwise the bundler prints the worker once more after esbuild, with all its white space.
    rolldownOptions: { output: { minify: false } },
  },
  server: { headers: isolationHeaders },
});

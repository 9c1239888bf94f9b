import { basename, dirname } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';
import { builtInCases } from './scripts/built-in-cases.mjs';
import { contentSecurityPolicy, isolationHeaders } from './scripts/csp.mjs';

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

/** A file of the build whose name another file mentions. */
function mentioned(bundle: Rolldown.OutputBundle, by: string | undefined, name: RegExp) {
  const text = by && textOf(bundle, by);
  return Object.keys(bundle).find((file) => name.test(file) && text?.includes(basename(file)));
}

function textOf(bundle: Rolldown.OutputBundle, file: string): string {
  const part = bundle[file];
  return part?.type === 'chunk' ? part.code : String(part?.source ?? '');
}

/** A script with everything that it cannot start without. */
function withImports(bundle: Rolldown.OutputBundle, file: string, into: Set<string>): Set<string> {
  if (into.has(file)) return into;
  into.add(file);
  for (const [, name] of textOf(bundle, file).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) {
    if (name) withImports(bundle, `${dirname(file)}/${name}`, into);
  }
  return into;
}

/**
 * Names in the page what its first picture waits for: the interface, the worker and its WebAssembly. All of it then
 * comes at once, and not each file when the one before has been read.
 */
function firstPictureEarly(): Plugin {
  return {
    name: 'first-picture-early',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { chunk, bundle }) {
        const page = chunk?.dynamicImports.find((file) => basename(file).startsWith('mount-'));
        const client = chunk?.imports.find((file) => basename(file).startsWith('client-'));
        if (!bundle || !page || !client) return;
        const worker = mentioned(bundle, client, /\/worker-[^/]+\.js$/);
        const backend = mentioned(bundle, worker, /\/wasm-[^/]+\.js$/);
        const binary = mentioned(bundle, backend, /-wasm-simd-[^/]+\.wasm$/);
        const scripts = new Set<string>();
        for (const file of [client, worker, backend, page]) {
          if (file) withImports(bundle, file, scripts);
        }
        const styles = mentioned(bundle, chunk?.fileName, /\/mount-[^/]+\.css$/);
        const link = (file: string | undefined, attrs: Record<string, string>) =>
          file
            ? [{ tag: 'link', attrs: { ...attrs, crossorigin: true, href: `./${file}` } } as const]
            : [];
        return [
          ...[...scripts].flatMap((file) => link(file, { rel: 'modulepreload' })),
          ...link(binary, { rel: 'preload', as: 'fetch' }),
          ...link(styles, { rel: 'preload', as: 'style' }),
        ];
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
    // Vite 8's own minifier and terser break tfjs's threaded wasm in a cross-origin isolated page; esbuild does not.
    minify: 'esbuild',
    // An inlined font or wasm file gains nothing here and makes the policy looser than it needs to be.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    // The app, and the pages behind `npm run verify` and `npm run bench`.
    rolldownOptions: { input: ['index.html', 'verify.html', 'bench.html', 'bare.html'] },
  },
  worker: {
    format: 'es',
    // Otherwise the bundler prints the worker once more after esbuild, with all its white space.
    rolldownOptions: { output: { minify: false } },
  },
  server: { headers: isolationHeaders },
});

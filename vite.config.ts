import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
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

export default defineConfig({
  // Relative, so that the build works under any path.
  base: './',
  plugins: [react(), policyInPage()],
  build: {
    target: 'es2022',
    // Vite 8's own minifier and terser break tfjs's threaded wasm in a cross-origin isolated page; esbuild does not.
    minify: 'esbuild',
    // An inlined font or wasm file gains nothing here and makes the policy looser than it needs to be.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    // The app, and the page behind `npm run verify`.
    rolldownOptions: { input: ['index.html', 'verify.html'] },
  },
  worker: {
    format: 'es',
    // Otherwise the bundler prints the worker once more after esbuild, with all its white space.
    rolldownOptions: { output: { minify: false } },
  },
  server: { headers: isolationHeaders },
});

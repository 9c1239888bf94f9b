/**
 * The headers that every server of the page sends, and the policy that the built page carries in a meta tag
 * (for hosts that let nobody set headers).
 */

/** @param {string} scripts where scripts may come from */
const policy = (scripts) =>
  [
    "default-src 'none'",
    `script-src ${scripts}`,
    "worker-src 'self' blob:",
    // KaTeX places its glyphs by style attributes; Radix puts a style element in while a dialog is open.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self' data:",
    "connect-src 'self' blob: data:",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** Content Security Policy of the page: everything from our own origin. */
export const contentSecurityPolicy = policy("'self' 'wasm-unsafe-eval'");

/**
 * Policy of the workers, which is read from their script's own headers. The threads of tfjs's WebAssembly backend
 * import their code from a blob, which the page itself need not be allowed.
 */
export const workerSecurityPolicy = policy("'self' 'wasm-unsafe-eval' blob:");

/** Cross-origin isolation: SharedArrayBuffer, and with it threaded WebAssembly, exists only under these. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

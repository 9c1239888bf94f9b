/**
 * What this browser has to compute with, found without loading any backend.
 * Used by the page to decide, and by workers to report.
 */
export interface Adapter {
  /** As the browser names it: `nvidia ada-lovelace`, `ANGLE (Intel, …)`, `SwiftShader`. */
  readonly name: string;
  /** A GPU imitated on the processor: right, but far slower than WebAssembly. */
  readonly software: boolean;
}

const imitations = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|warp/i;

/** The WebGPU adapter, or null where there is none. */
export async function inspectWebGPU(): Promise<Adapter | null> {
  try {
    const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return null;
    const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
    const name = description || [vendor, device || architecture].filter(Boolean).join(' ');
    const software =
      isFallbackAdapter === true ||
      [vendor, architecture, device, description].some((text) => imitations.test(text));
    return { name: name || 'WebGPU', software };
  } catch {
    return null;
  }
}

/** The WebGL 2 renderer, or null where there is none. */
export function inspectWebGL(): Adapter | null {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!context) return null;
  const debug = context.getExtension('WEBGL_debug_renderer_info');
  const name = String(
    context.getParameter(debug ? debug.UNMASKED_RENDERER_WEBGL : context.RENDERER),
  );
  // Browsers allow few contexts at a time.
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return { name, software: imitations.test(name) };
}

/** Threads that WebAssembly could use: all cores where shared memory is allowed, else one. */
export const threadsAllowed = (): number =>
  globalThis.crossOriginIsolated ? Math.max(1, navigator.hardwareConcurrency ?? 1) : 1;

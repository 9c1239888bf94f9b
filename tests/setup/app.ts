import type { TestProject } from 'vitest/node';
import { ensureBuild } from '../../scripts/prepare.mjs';
import { serve } from '../../scripts/serve.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the built app, ending in a slash. */
    appUrl: string;
  }
}

/** Builds the app if need be and serves it while the end-to-end tests run; they read `inject('appUrl')`. */
export default async function setup(project: TestProject) {
  ensureBuild();
  const server = await serve();
  project.provide('appUrl', server.url);
  return server.close;
}

/** The page behind `npm run verify`: scripts/verify.mjs calls `verifyFile` in it. */
import { wrap } from 'comlink';
import type { BackendName } from '../engine/protocol';
import type { Answer, VerifyWorker } from './worker';

declare global {
  interface Window {
    /** Fetches a golden file and compares it on a backend. */
    verifyFile(url: string, backend: BackendName): Promise<Answer>;
  }
}

const worker = wrap<VerifyWorker>(
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
);

window.verifyFile = async (url, backend) => {
  const response = await fetch(url);
  return worker.verify(new Uint8Array(await response.arrayBuffer()), backend);
};

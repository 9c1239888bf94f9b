/** The page behind `npm run verify`: scripts/verify.mjs calls `verifyFile` in it. */
import { Checker } from '../engine/checks/checker';
import type { Answer } from '../engine/checks/worker';
import type { BackendName } from '../engine/protocol';

declare global {
  interface Window {
    /** Fetches a golden file and compares it on a backend. */
    verifyFile(url: string, backend: BackendName): Promise<Answer>;
  }
}

let checker: Checker | undefined;

window.verifyFile = async (url, backend) => {
  const response = await fetch(url);
  if (checker?.backend !== backend) {
    checker?.close();
    checker = new Checker(backend);
  }
  return checker.verify(new Uint8Array(await response.arrayBuffer()));
};

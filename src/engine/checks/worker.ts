/** A worker beside the one that the page looks at: it compares, and disturbs nothing. */
import { expose } from 'comlink';
import { mechanismById } from '../../mechanisms/catalogue';
import { Refusal, type Text } from '../../trace/text';
import type { ViewRequest } from '../../trace/view';
import { openBackend } from '../backends/open';
import { type GivenFile, type Opened, openTensors, type Present } from '../imports/open';
import { Materials } from '../materials';
import type { BackendName, RunRequest } from '../protocol';
import { type Case, readCase } from './case';
import { differenceOf, type StepDifference } from './difference';
import { type Comparison, verify } from './parity';

export type Answer =
  | ({ readonly status: 'compared' } & Comparison)
  /** Why it could not be compared: on this backend, on any, or because the mechanism is unknown. */
  | { readonly status: 'failed' | 'bad' | 'skipped'; readonly reason: Text };

export type DifferenceAnswer =
  | { readonly status: 'compared'; readonly differences: readonly StepDifference[] }
  | { readonly status: 'failed'; readonly reason: Text };

export type ReadAnswer =
  | { readonly status: 'read'; readonly ways: readonly Opened[] }
  | { readonly status: 'failed'; readonly reason: Text };

function reasonOf(error: unknown): Text {
  if (error instanceof Refusal) return error.text;
  const message = error instanceof Error ? error.message : String(error);
  return { en: message, zh: message };
}

let materials: Materials | undefined;
let ownImage: Blob | undefined;

const worker = {
  /** Opens a backend. @returns why it cannot be used, or null. */
  async open(backend: BackendName): Promise<Text | null> {
    try {
      await openBackend(backend);
      return null;
    } catch (error) {
      return reasonOf(error);
    }
  },

  /** Reads a file of the person's own: the ways to show it. */
  async read(file: GivenFile, present: Present): Promise<ReadAnswer> {
    try {
      return { status: 'read', ways: openTensors(file, present) };
    } catch (error) {
      return { status: 'failed', reason: reasonOf(error) };
    }
  },

  /** Reads a golden file, or takes a case that has been read, and compares it with what a backend computes. */
  async verify(from: Uint8Array | Case, backend: BackendName): Promise<Answer> {
    let read: Case | string;
    try {
      read = from instanceof Uint8Array ? readCase(from) : from;
    } catch (error) {
      return { status: 'bad', reason: reasonOf(error) };
    }
    if (typeof read === 'string') {
      const reason = { en: `"${read}" is not in the catalogue`, zh: `目录中没有“${read}”` };
      return { status: 'skipped', reason };
    }
    try {
      return { status: 'compared', ...(await verify(read, backend)) };
    } catch (error) {
      return { status: 'failed', reason: reasonOf(error) };
    }
  },

  /**
   * How far two runs of one mechanism are apart.
   * @param page address beneath which the sample photographs lie
   * @param image the person's own, where the input is made of it
   */
  async difference(
    requests: readonly [RunRequest, RunRequest],
    views: readonly ViewRequest[],
    backend: BackendName,
    page: string,
    image?: Blob,
  ): Promise<DifferenceAnswer> {
    try {
      const mechanism = mechanismById(requests[0].mechanism);
      if (!mechanism) throw new Error(`"${requests[0].mechanism}" is not in the catalogue`);
      materials ??= new Materials(page);
      if (image && image !== ownImage) await materials.keepImage(image);
      ownImage = image ?? ownImage;
      const differences = await differenceOf(mechanism, requests, views, backend, materials);
      return { status: 'compared', differences };
    } catch (error) {
      return { status: 'failed', reason: reasonOf(error) };
    }
  },
};

export type CheckWorker = typeof worker;

expose(worker);

import type { Comparison } from '../engine/checks/parity';
import type { Opened } from '../engine/imports/open';
import type { BackendName } from '../engine/protocol';
import type { TensorsChoice } from '../inputs/choice';
import type { RawTensors } from '../inputs/raw';
import type { Text } from '../trace/text';

/** What was taken from a file. It stays on the device, so no link can hold it. */
export interface Imported {
  readonly file: string;
  /** Id of the mechanism that it belongs to. */
  readonly mechanism: string;
  readonly prefix: string;
  /** By state_dict key; null where the file has inputs only. */
  readonly weights: RawTensors | null;
  readonly input: TensorsChoice | null;
  readonly notes: readonly Text[];
}

/** How far a run on the page agrees with what PyTorch made of the same file. */
export type FileParity =
  | { readonly state: 'running'; readonly backend: BackendName }
  | { readonly state: 'compared'; readonly backend: BackendName; readonly comparison: Comparison }
  | { readonly state: 'failed'; readonly backend: BackendName; readonly reason: Text };

/** Ways to show a file that fits several mechanisms. */
export interface FileChoice {
  readonly file: string;
  readonly ways: readonly Opened[];
}

/** Weights of a file for the mechanism on the page, if they are chosen. */
export const weightsInUse = (state: {
  readonly mechanism: string;
  readonly weights: { readonly fromFile?: boolean };
  readonly imported?: Imported | null;
}): { readonly name: string; readonly tensors: RawTensors } | null => {
  const { mechanism, weights, imported } = state;
  if (!weights.fromFile || imported?.mechanism !== mechanism) return null;
  return imported.weights && { name: imported.file, tensors: imported.weights };
};

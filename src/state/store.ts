import { subscribeWithSelector } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineStatus, RunSummary } from '../engine/protocol';
import type { Expression } from '../trace/expression';
import type { Text } from '../trace/text';
import type { FileChoice, FileParity, Imported } from './imported';
import type { Sized } from './smaller';
import type { Pin, ViewState } from './view';

export type RunStatus =
  | { readonly phase: 'idle' | 'done' }
  /** `progress` (0…1) stays null until the run has been slow enough to mention it. */
  | { readonly phase: 'running'; readonly progress: number | null }
  /** `smaller` is the input to go on with, when the run was refused for its size. */
  | { readonly phase: 'failed'; readonly text: Text; readonly smaller?: Sized };

/** A short message that goes by itself. `remind` says a thing once per session. */
export interface Toast {
  readonly id: number;
  readonly kind: 'info' | 'warning';
  readonly text: Text;
}

export type DialogName = 'palette' | 'help' | 'share' | 'file' | 'parity';
export type DrawerName = 'catalogue' | 'inspector';

/** How long a run took, and of how many operations: what had not changed since the run before was not computed again. */
export interface RunTime {
  readonly milliseconds: number;
  readonly computed: number;
  readonly operations: number;
}

export interface Explanation {
  readonly run: number;
  readonly pin: Pin;
  readonly expression: Expression;
}

/** An image of the person's own. It stays on the device, so no link can hold it. */
export interface OwnImage {
  readonly name: string;
  readonly blob: Blob;
}

/** What the URL does not hold. */
export interface SessionState {
  readonly status: RunStatus;
  /**
   * The run on screen: the last one that succeeded, which stays when the next one fails, or the one under way as soon
   * as its first views are there.
   */
  readonly summary: RunSummary | null;
  /** Of the last run that came to its end. */
  readonly time: RunTime | null;
  readonly engine: EngineStatus | null;
  readonly ownImage: OwnImage | null;
  readonly imported: Imported | null;
  readonly fileChoice: FileChoice | null;
  readonly fileParity: FileParity | null;
  /** The file of source code that is open, as `mechanisms/NAME.ts`. */
  readonly source: string | null;
  readonly hovered: Pin | null;
  /** The arithmetic of the pinned cell, once the engine has worked it out. */
  readonly explanation: Explanation | null;
  readonly playing: boolean;
  /** Mechanisms that were timed on the page that chooses. */
  readonly timed: readonly string[];
  readonly toasts: readonly Toast[];
  readonly dialog: DialogName | null;
  readonly drawer: DrawerName | null;
}

export interface AtlasState extends ViewState, SessionState {}

export const createAtlasStore = (view: ViewState) =>
  createStore<AtlasState>()(
    subscribeWithSelector(
      (): AtlasState => ({
        ...view,
        status: { phase: 'idle' },
        summary: null,
        time: null,
        engine: null,
        ownImage: null,
        imported: null,
        fileChoice: null,
        fileParity: null,
        source: null,
        hovered: null,
        explanation: null,
        playing: false,
        timed: [],
        toasts: [],
        dialog: null,
        drawer: null,
      }),
    ),
  );

export type AtlasStore = ReturnType<typeof createAtlasStore>;
export type ReadStore = Pick<StoreApi<AtlasState>, 'getState' | 'subscribe'>;

import type { ImageChoice, InputChoice } from '../inputs/choice';
import type { RawTensors } from '../inputs/raw';
import type { SampleName } from '../inputs/samples';
import type { Learned, Params } from '../mechanisms/define';
import type { Axis } from '../trace/axes';
import type { Expression } from '../trace/expression';
import type { Graph } from '../trace/graph';
import type { HostTensor } from '../trace/tensor';
import type { Text } from '../trace/text';
import type { View, ViewRequest } from '../trace/view';

export const backends = ['webgpu', 'wasm', 'webgl', 'cpu'] as const;
export type BackendName = (typeof backends)[number];

/** Where a run's weights come from. What they are is always said beside the picture. */
export type WeightChoice =
  | {
      readonly kind: 'pytorch' | 'identity';
      readonly seed: number;
      /** Factor on random weights; 1 when left out. */
      readonly gain?: number;
    }
  /** Those that come with the atlas. */
  | { readonly kind: 'learned'; readonly model: Learned }
  | {
      readonly kind: 'imported';
      readonly name: string;
      readonly tensors: RawTensors;
    };

/** Everything that determines the numbers of a run. */
export interface RunRequest {
  readonly mechanism: string;
  /** What the person set; the rest follows from defaults and input sizes. */
  readonly params: Params;
  readonly input: InputChoice;
  readonly weights: WeightChoice;
}

/** What a run is, known before all of it is computed. */
export interface RunSummary {
  /** Names this run in later requests for views and explanations. */
  readonly run: number;
  readonly request: RunRequest;
  /** All parameters, resolved. */
  readonly params: Params;
  readonly graph: Graph;
  readonly inputs: Readonly<Record<string, readonly Axis[]>>;
  readonly backend: BackendName;
  /** What the tensors of the run occupy. */
  readonly bytes: number;
  /** What was changed in the parameters to make them fit, one sentence each. */
  readonly notes: readonly Text[];
}

/** A run that is computed to its end. */
export interface FinishedRun extends RunSummary {
  /** Planning, upload, computing and synchronisation, without making views. */
  readonly milliseconds: number;
  /** How many operations were not computed again, because nothing had changed for them since the run before. */
  readonly reused: number;
}

/** What a run needs of memory and what the backend holds, in bytes. */
export interface Fit {
  readonly fits: boolean;
  /** The largest tensor. */
  readonly largest: number;
  /** All values together, and the copy that an operation makes of its input. */
  readonly total: number;
  readonly limits: { readonly tensor: number; readonly total: number };
}

/** A run as far as it is known without computing it. */
export interface Planned extends Pick<RunSummary, 'graph' | 'params' | 'inputs' | 'notes'> {
  /** Whether the backend that planned it could run it. */
  readonly fit: Fit;
}

export interface BackendStatus {
  readonly name: BackendName;
  readonly state: 'untried' | 'starting' | 'ready' | 'failed' | 'absent';
  /** Why it failed or is absent. */
  readonly reason?: Text;
  /** Adapter or renderer: `SwiftShader`, `NVIDIA …`; instruction set for wasm. */
  readonly adapter?: string;
  readonly software?: boolean;
  readonly threads?: number;
  /** Milliseconds of the calibration, when it was measured. */
  readonly calibration?: number;
}

export interface EngineStatus {
  readonly active: BackendName | null;
  /** What the person asked for. */
  readonly preference: BackendName | 'auto';
  readonly backends: readonly BackendStatus[];
  readonly tensors: number;
  readonly bytes: number;
}

/** Something that happened to the engine and that the person should know: a fallback, a loss. */
export interface Notice {
  readonly kind: 'fallback' | 'lost' | 'hung' | 'memory';
  readonly text: Text;
}

export interface RunOptions {
  /**
   * Numbers of the run before are taken where nothing has changed for them. Left out, all is computed, as it has to be
   * where a run is timed.
   */
  readonly reuse?: boolean;
  /** Views that will be asked for if the tensors are what they were: they come with the run or before. */
  readonly ahead?: readonly ViewRequest[];
  /**
   * Those views are there, while the run may still be computing what comes after them. Called where a backend can be
   * looked at meanwhile; whatever else is asked of the run waits for its end, which may still fail.
   */
  readonly onAhead?: (summary: RunSummary) => void;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What the page talks to. Rejections are Refusal (show its text), Superseded (ignore) or Error. */
export interface Engine {
  /** Plans without allocating: sizes, cost, parameters. */
  plan(request: RunRequest): Promise<Planned>;
  /** Newest request wins: an unfinished earlier run rejects with Superseded. */
  run(request: RunRequest, options?: RunOptions): Promise<FinishedRun>;
  /** Stops the run in progress; it rejects with Superseded. */
  cancel(): void;
  view(run: number, request: ViewRequest): Promise<View>;
  /** The arithmetic of one cell, its leaves being cells of steps, inputs and weights. */
  explain(run: number, node: number, index: readonly number[]): Promise<Expression>;
  /** A whole node, for export. */
  data(run: number, node: number): Promise<HostTensor>;
  /**
   * Takes the person's own image, or looks at a sample photograph by its name; decoded in the worker.
   * Answers with the whole picture, its longer side at most `size` pixels.
   */
  loadImage(image: Blob | SampleName, size: number): Promise<ImageData>;
  /** The part of a photograph that a map of height × width shows, its longer side at most `size` pixels. */
  picture(
    image: ImageChoice['image'],
    height: number,
    width: number,
    size: number,
  ): Promise<ImageData>;
  chooseBackend(name: BackendName | 'auto'): Promise<EngineStatus>;
  status(): EngineStatus;
  onStatus(listener: (status: EngineStatus) => void): () => void;
  onNotice(listener: (notice: Notice) => void): () => void;
  /** The run on screen was computed anew on another backend, under its old number. */
  onRecomputed(listener: (summary: FinishedRun) => void): () => void;
  dispose(): void;
}

/** A request that a newer one replaced, or that was cancelled. Nobody needs to hear of it. */
export class Superseded extends Error {
  constructor() {
    super('superseded by a newer request');
    this.name = 'Superseded';
  }
}

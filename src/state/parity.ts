/** Parity with PyTorch, measured in the reader's own browser on the cases that are shipped with the page. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Checker } from '../engine/checks/checker';
import { type TensorDifference, worstOf } from '../engine/checks/compare';
import { type BackendName, Superseded } from '../engine/protocol';
import { mechanismById } from '../mechanisms/catalogue';
import type { Text } from '../trace/text';
import { textOf } from './runner';

/** A golden file that is shipped with the page. */
export interface BuiltInCase {
  readonly mechanism: string;
  readonly case: string;
  /** The PyTorch class. */
  readonly class: string;
  readonly url: string;
}

/** One case on one backend. */
export interface Measured {
  readonly of: BuiltInCase;
  readonly backend: BackendName;
  readonly outcome:
    | {
        readonly status: 'compared';
        readonly passed: boolean;
        /** The largest difference of the outputs, and of attention tensors and other intermediates. */
        readonly output: TensorDifference | null;
        readonly inner: TensorDifference | null;
        readonly tensors: number;
      }
    | { readonly status: 'failed'; readonly reason: Text };
}

export interface ParityState {
  readonly measured: readonly Measured[];
  /** Why a backend cannot be used here. */
  readonly absent: Readonly<Partial<Record<BackendName, Text>>>;
  readonly running: {
    readonly done: number;
    readonly total: number;
    readonly backend: BackendName;
    readonly mechanism: string;
  } | null;
}

export interface Parity {
  readonly store: StoreApi<ParityState>;
  /** Measures mechanisms on every backend, one after the other; all of them when none is named. */
  measure(mechanisms?: readonly string[]): Promise<void>;
  cancel(): void;
}

interface Means {
  readonly cases: () => Promise<readonly BuiltInCase[]>;
  readonly createChecker: (backend: BackendName) => Promise<Checker>;
  /** Which backends to measure, the quickest to start first. */
  readonly backends: () => readonly BackendName[];
}

/** Backends in the order in which they are measured. */
export const measuredBackends: readonly BackendName[] = ['wasm', 'cpu', 'webgl', 'webgpu'];

const isOutput = ({ tensor }: TensorDifference): boolean => tensor.startsWith('output');

export function createParity({ cases, createChecker, backends: wanted }: Means): Parity {
  const store = createStore<ParityState>(() => ({ measured: [], absent: {}, running: null }));
  const { getState, setState } = store;
  let latest = 0;
  let checker: Checker | undefined;

  const keep = (measured: Measured) => {
    const { of, backend } = measured;
    const others = getState().measured.filter((m) => m.of.url !== of.url || m.backend !== backend);
    setState({ measured: [...others, measured] });
  };

  async function measureOn(
    backend: BackendName,
    list: readonly BuiltInCase[],
    report: (at: BuiltInCase) => void,
    isCurrent: () => boolean,
  ): Promise<void> {
    let open: Checker | undefined;
    try {
      for (const of of list) {
        if (!isCurrent()) return;
        report(of);
        if (!open) {
          open = await createChecker(backend);
          checker = open;
          const why = await open.open();
          if (why) {
            setState({ absent: { ...getState().absent, [backend]: why } });
            return;
          }
        }
        try {
          keep({ of, backend, outcome: await outcomeOf(open, of) });
        } catch (error) {
          if (error instanceof Superseded) return;
          keep({ of, backend, outcome: { status: 'failed', reason: textOf(error) } });
          // Whatever happened to the worker, the next case gets another.
          open.close();
          open = undefined;
        }
      }
    } finally {
      open?.close();
    }
  }

  return {
    store,
    async measure(mechanisms) {
      const mine = ++latest;
      checker?.close();
      const isCurrent = () => mine === latest;
      const all = (await cases()).filter(({ mechanism }) => mechanismById(mechanism));
      const list = all.filter((c) => mechanisms?.includes(c.mechanism) ?? true);
      const total = list.length * wanted().length;
      let done = 0;
      try {
        for (const backend of wanted()) {
          const start = done;
          const report = ({ mechanism }: BuiltInCase) => {
            setState({ running: { done, total, backend, mechanism } });
            done++;
          };
          await measureOn(backend, list, report, isCurrent);
          if (!isCurrent()) return;
          done = start + list.length;
        }
      } catch (error) {
        if (!(error instanceof Superseded)) throw error;
      } finally {
        if (isCurrent()) setState({ running: null });
      }
    },
    cancel() {
      latest++;
      checker?.close();
      setState({ running: null });
    },
  };
}

async function outcomeOf(checker: Checker, { url }: BuiltInCase): Promise<Measured['outcome']> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the case could not be loaded (${response.status})`);
  const answer = await checker.verify(new Uint8Array(await response.arrayBuffer()));
  if (answer.status !== 'compared') return { status: 'failed', reason: answer.reason };
  const { passed, differences, tensors } = answer;
  return {
    status: 'compared',
    passed,
    output: worstOf(differences.filter(isOutput)) ?? null,
    inner: worstOf(differences.filter((d) => !isOutput(d))) ?? null,
    tensors,
  };
}

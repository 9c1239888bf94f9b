import type { TensorDifference } from '../../engine/checks/compare';
import { worstOf } from '../../engine/checks/compare';
import type { BackendName } from '../../engine/protocol';
import type { Rows } from '../../export/table';
import type { Measured } from '../../state/parity';
import type { Text } from '../../trace/text';

/** What all cases of a mechanism say on one backend. */
export interface Verdict {
  readonly passed: boolean;
  readonly output: TensorDifference | null;
  readonly inner: TensorDifference | null;
  readonly tensors: number;
  readonly cases: number;
  /** Why a case could not be compared. */
  readonly reason: Text | null;
}

/** The verdict on a mechanism; null while nothing has been measured. */
export function verdictOn(
  measured: readonly Measured[],
  mechanism: string,
  backend: BackendName,
): Verdict | null {
  const own = measured.filter((m) => m.of.mechanism === mechanism && m.backend === backend);
  if (own.length === 0) return null;
  const outcomes = own.map(({ outcome }) => outcome);
  const compared = outcomes.flatMap((o) => (o.status === 'compared' ? [o] : []));
  const failed = outcomes.find((o) => o.status === 'failed');
  return {
    passed: !failed && compared.every(({ passed }) => passed),
    output: worstOf(compared.flatMap(({ output }) => output ?? [])) ?? null,
    inner: worstOf(compared.flatMap(({ inner }) => inner ?? [])) ?? null,
    tensors: compared.reduce((sum, { tensors }) => sum + tensors, 0),
    cases: own.length,
    reason: failed?.status === 'failed' ? failed.reason : null,
  };
}

/** The worse of outputs and what is inside. */
export const worstIn = ({ output, inner }: Verdict): TensorDifference | null =>
  worstOf([output, inner].flatMap((d) => d ?? [])) ?? null;

const place = (d: TensorDifference | null): string =>
  d ? `${d.tensor} [${d.index.join(', ')}]` : '';

/** One row per case and backend, for a file. */
export const tableOf = (measured: readonly Measured[]): Rows =>
  measured.map(({ of, backend, outcome }) => {
    const compared = outcome.status === 'compared' ? outcome : null;
    return {
      mechanism: of.mechanism,
      class: of.class,
      case: of.case,
      backend,
      passed: compared?.passed ?? false,
      tensors: compared?.tensors ?? 0,
      output_error: compared?.output?.error ?? null,
      output_tolerance: compared?.output?.tolerance ?? null,
      output_at: place(compared?.output ?? null),
      inner_error: compared?.inner?.error ?? null,
      inner_tolerance: compared?.inner?.tolerance ?? null,
      inner_at: place(compared?.inner ?? null),
      reason: outcome.status === 'failed' ? outcome.reason.en : null,
    };
  });

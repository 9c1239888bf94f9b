import { defaultInputFor, type InputChoice, sizesOf, suits } from '../inputs/choice';
import type { Mechanism } from '../mechanisms/define';
import { resolveParams } from '../mechanisms/params';
import { Refusal } from '../trace/text';

/**
 * What a mechanism is opened with: the wished input, at the size of the mechanism's own where it cannot be computed as
 * it is, or the mechanism's own where it is of another kind.
 */
export function inputFor(mechanism: Mechanism, wished: InputChoice): InputChoice {
  const own = defaultInputFor(mechanism);
  if (!suits(wished, mechanism)) return own;
  const resized = sizedAs(wished, own);
  return takes(mechanism, wished) || !takes(mechanism, resized) ? wished : resized;
}

/** Whether its example can be computed on the input. */
function takes(mechanism: Mechanism, input: InputChoice): boolean {
  try {
    const { params = {} } = mechanism.example ?? {};
    resolveParams(mechanism, params, sizesOf(input, mechanism.inputs));
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** The same photograph or random numbers, as a map of the other's size. */
function sizedAs(input: InputChoice, other: InputChoice): InputChoice {
  if (other.kind !== 'image' || (input.kind !== 'image' && input.kind !== 'random')) return input;
  const { height, width, channels } = other;
  return { ...input, height, width, channels };
}

import type { RunRequest } from '../engine/protocol';
import { sizesOf } from '../inputs/choice';
import { identityAllowed } from '../inputs/weights';
import { mechanismById } from '../mechanisms/catalogue';
import { resolveParams } from '../mechanisms/params';
import { Refusal } from '../trace/text';
import { type Imported, weightsInUse } from './imported';
import type { ViewState } from './view';

type Chosen = Pick<ViewState, 'mechanism' | 'params' | 'input' | 'weights'> & {
  readonly imported?: Imported | null;
};

interface Worked {
  readonly from: Chosen;
  readonly request: RunRequest;
  readonly identity: boolean;
}

/** What was chosen last, the newest first; two sides of a comparison choose at the same time. */
let recent: readonly Worked[] = [];
const most = 4;

/**
 * Everything that determines the numbers of a run, from what is chosen. Weights without an identity form
 * are PyTorch's. The same choices give the same object.
 */
export const requestOf = (state: Chosen): RunRequest => work(state).request;

/** Whether the weights of what is chosen have an identity form. */
export const hasIdentity = (state: Chosen): boolean => work(state).identity;

function work({ mechanism, params, input, weights, imported }: Chosen): Worked {
  const from = { mechanism, params, input, weights, imported };
  const known = recent.find((one) => sameChoice(one.from, from));
  if (known) return known;
  const worked = { from, ...makeRequest(from) };
  recent = [worked, ...recent].slice(0, most);
  return worked;
}

/** The same for any choice, made anew: what is chosen on the page keeps its object. */
export function makeRequest(from: Chosen): Omit<Worked, 'from'> {
  const { mechanism, params, input, weights } = from;
  const identity = allowsIdentity(from);
  const own = weightsInUse(from);
  if (own) {
    const request: RunRequest = { mechanism, params, input, weights: { kind: 'imported', ...own } };
    return { identity, request };
  }
  const kind = identity ? weights.kind : 'pytorch';
  const { seed, gain } = weights;
  return {
    identity,
    request: {
      mechanism,
      params,
      input,
      weights: kind === 'pytorch' ? { kind, seed, gain } : { kind, seed },
    },
  };
}

const sameChoice = (a: Chosen, b: Chosen): boolean =>
  a.mechanism === b.mechanism &&
  a.params === b.params &&
  a.input === b.input &&
  a.weights === b.weights &&
  a.imported === b.imported;

function allowsIdentity({ mechanism: id, params, input }: Chosen): boolean {
  const mechanism = mechanismById(id);
  if (!mechanism) return true;
  try {
    const sizes = sizesOf(input, mechanism.inputs);
    const resolved = resolveParams(mechanism, params, sizes).params;
    return identityAllowed(mechanism.weights(resolved, sizes));
  } catch (error) {
    // The run refuses it too, and says why.
    if (error instanceof Refusal) return true;
    throw error;
  }
}

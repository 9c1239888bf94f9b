import type { RunRequest, WeightChoice } from '../engine/protocol';
import { sizesOf } from '../inputs/choice';
import { identityAllowed } from '../inputs/weights';
import { mechanismById } from '../mechanisms/catalogue';
import type { Learned } from '../mechanisms/define';
import { resolveParams } from '../mechanisms/params';
import { Refusal } from '../trace/text';
import { type Imported, weightsInUse } from './imported';
import type { Preset, ViewState, Weights } from './view';

type Chosen = Pick<ViewState, 'mechanism' | 'params' | 'input' | 'weights'> & {
  readonly imported?: Imported | null;
};

interface Worked {
  readonly from: Chosen;
  readonly request: RunRequest;
  /** What the weights may be instead. */
  readonly offered: readonly Preset[];
}

/** What was chosen last, the newest first; two sides of a comparison choose at the same time. */
let recent: readonly Worked[] = [];
const most = 4;

/**
 * Everything that determines the numbers of a run, from what is chosen. Weights without the
 * form that is wished for are learned where the atlas has such, or else an identity, or else PyTorch's. The
 * same choices give the same object.
 */
export const requestOf = (state: Chosen): RunRequest => work(state).request;

/** What the weights of what is chosen can be. */
export const presetsOf = (state: Chosen): readonly Preset[] => work(state).offered;

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
  const { model, offered } = available(from);
  const own = weightsInUse(from);
  if (own) {
    const request: RunRequest = { mechanism, params, input, weights: { kind: 'imported', ...own } };
    return { offered, request };
  }
  const kind = offered.includes(weights.kind) ? weights.kind : offered[0];
  return {
    offered,
    request: { mechanism, params, input, weights: choiceOf(kind, weights, model) },
  };
}

function choiceOf(kind: Preset, { seed, gain }: Weights, model: Learned | null): WeightChoice {
  if (kind === 'learned' && model) return { kind, model };
  return kind === 'identity' ? { kind, seed } : { kind: 'pytorch', seed, gain };
}

const sameChoice = (a: Chosen, b: Chosen): boolean =>
  a.mechanism === b.mechanism &&
  a.params === b.params &&
  a.input === b.input &&
  a.weights === b.weights &&
  a.imported === b.imported;

interface Available {
  readonly model: Learned | null;
  /** The first one is taken where none is wished for. */
  readonly offered: readonly Preset[];
}

function available({ mechanism: id, params, input }: Chosen): Available {
  const mechanism = mechanismById(id);
  // What cannot be run is refused by the run, which says why.
  if (!mechanism) return { model: null, offered: ['identity', 'pytorch'] };
  try {
    const sizes = sizesOf(input, mechanism.inputs);
    const resolved = resolveParams(mechanism, params, sizes).params;
    const model = mechanism.learned?.(resolved) ?? null;
    const identity = identityAllowed(mechanism.weights(resolved, sizes));
    const has = { learned: model !== null, identity, pytorch: true };
    return { model, offered: (['learned', 'identity', 'pytorch'] as const).filter((p) => has[p]) };
  } catch (error) {
    if (error instanceof Refusal) return { model: null, offered: ['identity', 'pytorch'] };
    throw error;
  }
}

import type { Planned, RunRequest } from '../../engine/protocol';
import type { Mechanism, Params } from '../../mechanisms/define';
import { positionsSeen } from '../../trace/reach';
import { Refusal, type Text } from '../../trace/text';
import { factsOf, requestAt } from '../facts';
import { bothShapes, positionsOf, type Sizes } from '../sizes';
import type { Candidate } from './criteria';
import { evidenceFor } from './evidence';
import { type Requirement, requirements, type TaskName, type TaskSpec, tasks } from './tasks';
import { traitsOf } from './traits';

/** What becomes of a mechanism under a task. */
export type Finding =
  | { readonly kind: 'candidate'; readonly candidate: Candidate }
  /** The first requirement that it does not meet. */
  | { readonly kind: 'unsuited'; readonly mechanism: Mechanism; readonly misses: Requirement }
  /** It takes no such size. */
  | { readonly kind: 'refused'; readonly mechanism: Mechanism; readonly text: Text };

type Plan = (request: RunRequest) => Promise<Planned>;

/** The sizes as a task reads them: as many positions, in the shape that it is about. */
export const sizesFor = (task: TaskName, sizes: Sizes): Sizes => ({
  ...sizes,
  ...bothShapes(sizes),
  shape: tasks[task].shape ?? sizes.shape,
});

/** The run behind a candidate's numbers. */
export function requestFor(
  { mechanism, form }: Pick<Candidate, 'mechanism' | 'form'>,
  sizes: Sizes,
) {
  const request = requestAt(mechanism, sizes);
  return { ...request, params: { ...request.params, ...form } };
}

/** A form that grows this much less is taken in place of the usual one. */
const muchLess = 0.9;

/**
 * Looks at one mechanism under a task: plans it at the size and at long ones, in its usual form and, for texts, with each flag turned. The usual form is kept unless another one meets what the task needs
 * and it does not, or grows clearly less.
 * @param sizes as `sizesFor` gives them.
 */
export async function look(
  mechanism: Mechanism,
  task: TaskName,
  sizes: Sizes,
  plan: Plan,
): Promise<Finding> {
  const spec = tasks[task];
  let best: Candidate | undefined;
  let usual: Finding | undefined;
  for (const form of formsOf(mechanism, sizes)) {
    const finding = await inForm(mechanism, form, task, spec, sizes, plan);
    usual ??= finding;
    // Another form does not help what is of another kind.
    if (finding.kind === 'unsuited' && finding.misses === sizes.shape) break;
    if (finding.kind !== 'candidate') continue;
    const { candidate } = finding;
    if (!best || (candidate.growth ?? 0) < muchLess * (best.growth ?? 0)) best = candidate;
  }
  if (best) return { kind: 'candidate', candidate: best };
  if (!usual) throw new Error(`${mechanism.id} has no form`);
  return usual;
}

/** The usual form first. */
const formsOf = ({ params }: Mechanism, { shape }: Sizes): readonly Params[] => [
  {},
  ...(shape === 'map'
    ? []
    : Object.entries(params).flatMap(([name, param]) =>
        param.kind === 'flag' ? [{ [name]: !param.default }] : [],
      )),
];

async function inForm(
  mechanism: Mechanism,
  form: Params,
  task: TaskName,
  { needs }: TaskSpec,
  sizes: Sizes,
  plan: Plan,
): Promise<Finding> {
  const at = (size: Sizes) => plan(requestFor({ mechanism, form }, size));
  try {
    const planned = await at(sizes);
    const traits = traitsOf(mechanism, planned, sizes);
    const misses = [sizes.shape, ...needs].find((need) => !requirements[need](traits, mechanism));
    if (misses) return { kind: 'unsuited', mechanism, misses };
    const facts = factsOf(planned, mechanism.reach);
    const growth = await growthOf(sizes, at);
    const positions = positionsOf(sizes);
    const hidden = needs.includes('causal') && traits.causal === 'mask';
    const projects = facts.parameters >= 4 * sizes.channels ** 2;
    return {
      kind: 'candidate',
      candidate: {
        mechanism,
        form,
        facts,
        traits,
        seen: hidden ? positionsSeen({ kind: 'earlier' }, positions) : facts.seen,
        masked: hidden ? positions ** 2 : 0,
        growth,
        evidence: evidenceFor(mechanism, task, projects),
      },
    };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', mechanism, text: error.text };
    throw error;
  }
}

/** So many times the positions is long: what grows with their square has left the rest behind. */
const long = 64;

/**
 * How many times the multiply–accumulates of a long input another one of twice the length takes; undefined
 * where a mechanism takes no such sizes.
 */
async function growthOf(sizes: Sizes, at: (size: Sizes) => Promise<Planned>) {
  const times = (by: number): Sizes => ({
    ...sizes,
    tokens: by * sizes.tokens,
    height: by * sizes.height,
  });
  try {
    const [once, twice] = await Promise.all([at(times(long)), at(times(2 * long))]);
    return twice.graph.cost.macs / once.graph.cost.macs;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

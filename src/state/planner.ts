import { Background, type Patience } from '../engine/background';
import { createEngine } from '../engine/client';
import type { BackendName, Planned, RunRequest } from '../engine/protocol';
import type { Mechanism } from '../mechanisms/define';
import { type Facts, factsOf, requestAt } from './facts';
import type { Sizes } from './sizes';

/** Facts of this many runs are kept. */
const most = 5000;

/** Plans mechanisms at any size, beside the engine that the person works with, and keeps what it found. */
export class Planner {
  private readonly known = new Map<string, Facts>();

  constructor(private readonly background: Pick<Background, 'plan' | 'rest'>) {}

  /** A planner for a backend, whose limits its facts name. */
  static on = (backend: BackendName): Planner =>
    new Planner(new Background(() => createEngine({ preference: backend })));

  /**
   * @throws Refusal that says why a mechanism takes no such size; the signal's reason when it is not
   * wanted any more.
   */
  async facts(mechanism: Mechanism, sizes: Sizes, patience: Patience): Promise<Facts> {
    const request = requestAt(mechanism, sizes);
    const key = JSON.stringify([request.mechanism, request.params, request.input]);
    const known = this.known.get(key);
    if (known) return known;
    const facts = factsOf(await this.background.plan(request, patience), mechanism.reach);
    this.known.set(key, facts);
    // The oldest go first.
    if (this.known.size > most) this.known.delete(this.known.keys().next().value ?? '');
    return facts;
  }

  /** A whole plan, which is not kept. */
  plan = (request: RunRequest, patience: Patience): Promise<Planned> =>
    this.background.plan(request, patience);

  /** Lets go of the worker until there is something to plan again. */
  rest = (): void => this.background.rest();
}

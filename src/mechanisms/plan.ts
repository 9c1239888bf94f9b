import { Builder, type Program, type Value } from '../ops/builder';
import { createToolkit } from '../ops/toolkit';
import { weightAxes } from '../trace/tensor';
import type { InputAxes, Mechanism, Params } from './define';

/**
 * Records a mechanism at a size: every value with its axes and cost, before anything is allocated.
 * @param params all parameters, resolved (see `resolveParams`).
 * @param inputAxes axes of the inputs that are given, in the mechanism's order; optional inputs may
 *   be left out, and are then missing from the context's `inputs`.
 * @throws Refusal when sizes do not fit; Error when the mechanism names a step that it does not describe.
 */
export function plan(mechanism: Mechanism, params: Params, inputAxes: InputAxes): Program {
  const builder = new Builder((name) => {
    const text = mechanism.steps[name];
    if (!text)
      throw new Error(`${mechanism.id} records a step "${name}" that it does not describe`);
    return text;
  });

  const inputs: Record<string, Value> = {};
  for (const [name, spec] of Object.entries(mechanism.inputs)) {
    if (inputAxes[name]) inputs[name] = builder.input(name, inputAxes[name]);
    else if (!spec.optional) throw new Error(`${mechanism.id} needs an input "${name}"`);
  }

  const weights: Record<string, Value> = {};
  for (const [name, spec] of Object.entries(mechanism.weights(params, inputAxes))) {
    // Derived buffers follow from the parameters: the mechanism makes them itself, as constants.
    if (!spec.derived) weights[name] = builder.weight(name, weightAxes(name, spec), spec.buffer);
  }

  const output = mechanism.run({
    t: createToolkit(builder),
    inputs,
    weights,
    params,
    constant: (tensor, name) => builder.constant(tensor, name),
  });
  return builder.finish(output);
}

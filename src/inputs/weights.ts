import { sizeOf } from '../trace/axes';
import { type HostTensor, type WeightSpec, weightAxes } from '../trace/tensor';
import { Refusal } from '../trace/text';
import { random } from './random';
import { describeShape, type RawTensors, requireFinite } from './raw';

export type WeightSpecs = Readonly<Record<string, WeightSpec>>;
export type WeightPreset = 'pytorch' | 'identity';

/** What the mechanism takes; it derives its buffers itself. */
const taken = (specs: WeightSpecs) => Object.entries(specs).filter(([, spec]) => !spec.derived);

/** Whether identity projections have a meaning for every weight. */
export const identityAllowed = (specs: WeightSpecs): boolean =>
  taken(specs).length > 0 && taken(specs).every(([, spec]) => spec.identity !== undefined);

/** Whether some weights are random where the others are identities, because they have none. */
export const identityIsPartial = (specs: WeightSpecs): boolean =>
  taken(specs).some(
    ([, { identity, init }]) =>
      identity === 'default' && (init.kind === 'uniform' || init.kind === 'normal'),
  );

/**
 * Weights in PyTorch's layout, by state_dict key; derived buffers are left out.
 * Each is seeded by its own name, so that a new shape of one leaves the others as they were.
 * @param preset `pytorch`: the initialisation that the PyTorch class has by default;
 *   `identity`: projections pass their input on, so that maps show the plain similarity of features.
 * @param gain factor on random weights (not on biases), for gates and maps that the plain initialisation leaves flat.
 * @throws Refusal when a weight has no identity.
 */
export function fillWeights(
  specs: WeightSpecs,
  preset: WeightPreset,
  seed: number,
  gain = 1,
): Record<string, HostTensor> {
  return Object.fromEntries(
    taken(specs).map(([name, spec]) => {
      const axes = weightAxes(name, spec);
      const data = new Float32Array(sizeOf(axes));
      if (preset === 'identity') fillIdentity(name, spec, data, seed);
      else fillDefault(name, spec, data, seed, gain);
      return [name, { axes, data }];
    }),
  );
}

function fillDefault(
  name: string,
  spec: WeightSpec,
  data: Float32Array,
  seed: number,
  gain = 1,
): void {
  const { init } = spec;
  if (init.kind === 'fill') {
    data.fill(init.value);
    return;
  }
  if (init.kind === 'shifts') {
    const [outputs, inputs, ...kernel] = spec.shape;
    const positions = kernel.reduce((n, k) => n * k, 1);
    for (let i = 0; i < outputs * inputs; i++) data[i * positions + (i % inputs)] = 1;
    return;
  }
  const { uniform, normal } = random(seed, name);
  // Biases, and other vectors, keep their size.
  const factor = spec.shape.length > 1 ? gain : 1;
  for (let i = 0; i < data.length; i++) {
    const x = init.kind === 'uniform' ? (2 * uniform() - 1) * init.bound : normal() * init.std;
    data[i] = factor * x;
  }
}

function fillIdentity(name: string, spec: WeightSpec, data: Float32Array, seed: number): void {
  switch (spec.identity) {
    case 'eye':
      fillEye(name, spec, data);
      return;
    case 'zeros':
      data.fill(0);
      return;
    case 'ones':
      data.fill(1);
      return;
    case 'default':
      fillDefault(name, spec, data, seed);
      return;
    case undefined:
      throw new Refusal(
        `Weight "${name}" has no identity form; choose PyTorch's initialisation.`,
        `权重“${name}”没有恒等形式；请选用 PyTorch 默认初始化。`,
      );
  }
}

/**
 * Output o takes input o mod inputs: the identity when square, stacked identities for packed
 * query–key–value projections, the own channel in a grouped or depthwise convolution. A kernel has
 * its 1 in the centre.
 */
function fillEye(name: string, spec: WeightSpec, data: Float32Array): void {
  const axes = weightAxes(name, spec);
  const last = axes.length - 1;
  if (axes[0]?.role !== 'output' || axes[1]?.role !== 'input') {
    throw new Error(`weight "${name}" needs axes output, input to be an identity`);
  }
  const [outputs, inputs] = spec.shape;
  let kernel = 1;
  let centre = 0;
  for (let i = 2; i <= last; i++) {
    kernel *= spec.shape[i];
    centre = centre * spec.shape[i] + Math.floor(spec.shape[i] / 2);
  }
  for (let o = 0; o < outputs; o++) data[(o * inputs + (o % inputs)) * kernel + centre] = 1;
}

/**
 * Weights from a file, such as a user's own state_dict.
 * @returns the weights, and the names in the file that nothing asked for.
 * @throws Refusal when one is missing, has another shape or is not finite.
 */
export function takeWeights(
  specs: WeightSpecs,
  tensors: RawTensors,
): { readonly weights: Record<string, HostTensor>; readonly unused: readonly string[] } {
  const weights: Record<string, HostTensor> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
    const wanted = describeShape(spec.shape);
    if (!tensor) {
      // Older state_dicts lack buffers that newer versions of a class have.
      if (spec.derived) continue;
      throw new Refusal(
        `The file has no weight "${name}" of shape ${wanted}; save the whole state_dict.`,
        `文件中缺少形状为 ${wanted} 的权重“${name}”；请保存完整的 state_dict。`,
      );
    }
    const shape = describeShape(tensor.shape);
    if (shape !== wanted) {
      throw new Refusal(
        `Weight "${name}" has shape ${shape} in the file, but ${wanted} with these parameters; make the parameters match the file.`,
        `文件中权重“${name}”的形状为 ${shape}，而当前参数要求 ${wanted}；请让参数与文件一致。`,
      );
    }
    if (spec.derived) continue;
    requireFinite(name, tensor);
    weights[name] = { axes: weightAxes(name, spec), data: tensor.data };
  }
  const unused = Object.keys(tensors).filter((name) => !Object.hasOwn(specs, name));
  return { weights, unused };
}

import { Refusal } from '../trace/text';
import { describeShape, type RawTensor, type RawTensors, requireFinite } from './raw';
import { readSafetensors } from './safetensors';

/** An intermediate of the PyTorch module, in call order. */
export interface GoldenAct {
  readonly order: number;
  readonly kind: 'softmax' | 'sigmoid' | 'other';
  /** Module path, or `path@function`: the name that a step gives as its PyTorch tensor. */
  readonly where: string;
  readonly tensor: RawTensor;
}

/** The tensors of a recorded call, in PyTorch's layout. */
export interface GoldenParts {
  /** By parameter of `forward`. Masks hold 1 where masked. */
  readonly inputs: RawTensors;
  /** By state_dict key; buffers included. */
  readonly params: RawTensors;
  /** `output`, or `output.0`, `output.1.0` … of a tuple. */
  readonly outputs: RawTensors;
  readonly acts: readonly GoldenAct[];
}

/** Reference inputs, weights and results of one call of a PyTorch class. */
export interface Golden extends GoldenParts {
  readonly mechanism: string;
  readonly case: string;
  readonly class: string;
  readonly constructorArgs: Readonly<Record<string, unknown>>;
  readonly callKwargs: Readonly<Record<string, unknown>>;
  readonly notes: string;
}

/**
 * Reads a golden file: a safetensors file with tensors `input.*`, `param.*`, `output*` and
 * `act.NN.KIND.WHERE`, and the class and its arguments as metadata.
 * @throws Refusal, one line, when something is missing, misshapen or not finite.
 */
export function readGolden(bytes: Uint8Array): Golden {
  const { tensors, metadata } = readSafetensors(bytes);
  const text = (key: string) => {
    const value = metadata[key];
    if (value) return value;
    return refuse(`The metadata has no "${key}"`, `元数据中缺少“${key}”`);
  };
  const json = (key: string, fallback?: string) => {
    try {
      return JSON.parse(metadata[key] ?? fallback ?? text(key)) as unknown;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      return refuse(`The metadata "${key}" is not valid JSON`, `元数据“${key}”不是有效的 JSON`);
    }
  };
  const object = (key: string, fallback?: string) => {
    const value = json(key, fallback);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
    return refuse(`The metadata "${key}" is not a JSON object`, `元数据“${key}”不是 JSON 对象`);
  };

  for (const [name, tensor] of Object.entries(tensors)) requireFinite(name, tensor);
  requireListed(json('inputs', '[]'), tensors, 'input.');
  requireListed(json('outputs', '[]'), tensors, '');
  requireListed(json('acts', '[]'), tensors, '');

  const golden: Golden = {
    mechanism: text('mechanism'),
    case: metadata.case ?? '',
    class: text('class'),
    constructorArgs: object('constructor_args'),
    callKwargs: object('call_kwargs', '{}'),
    ...partsOf(tensors),
    notes: metadata.notes ?? '',
  };
  if (Object.keys(golden.inputs).length === 0)
    refuse('The file has no input.*', '文件中没有 input.*');
  if (Object.keys(golden.outputs).length === 0)
    refuse('The file has no output', '文件中没有 output');
  return golden;
}

/** `output`, `output.0`, `output.1.0`; `output.weight` belongs to a module of that name. */
export const isOutput = (name: string): boolean => /^output(\.\d+)*$/.test(name);

/**
 * Sorts the tensors of a file by the first word of their names.
 * @throws Refusal when an intermediate is not named as one.
 */
export const partsOf = (tensors: RawTensors): GoldenParts => ({
  inputs: named(tensors, 'input.'),
  params: named(tensors, 'param.'),
  outputs: Object.fromEntries(Object.entries(tensors).filter(([name]) => isOutput(name))),
  acts: acts(tensors),
});

function refuse(en: string, zh: string): never {
  throw new Refusal(
    `${en}: it is no complete golden file, so make it again.`,
    `${zh}：它不是完整的参考文件，请重新生成。`,
  );
}

const named = (tensors: RawTensors, prefix: string): RawTensors =>
  Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
  );

function acts(tensors: RawTensors): GoldenAct[] {
  const found = Object.entries(tensors).flatMap(([name, tensor]) => {
    if (!name.startsWith('act.')) return [];
    const [, order, kind, where] = /^act\.(\d+)\.(softmax|sigmoid|other)\.(.+)$/.exec(name) ?? [];
    if (where === undefined) {
      return refuse(
        `Tensor "${name}" is not named act.NUMBER.KIND.WHERE`,
        `张量“${name}”的名称不符合 act.序号.类型.位置`,
      );
    }
    return [{ order: Number(order), kind: kind as GoldenAct['kind'], where, tensor }];
  });
  return found.sort((a, b) => a.order - b.order);
}

/** The tensors that the metadata lists must be there, in the listed shape. */
function requireListed(list: unknown, tensors: RawTensors, prefix: string): void {
  if (!Array.isArray(list)) return;
  for (const entry of list as { name?: unknown; shape?: unknown }[]) {
    const name = `${prefix}${String(entry?.name)}`;
    if (!Object.hasOwn(tensors, name)) {
      refuse(`Tensor "${name}" is listed but missing`, `已列出的张量“${name}”缺失`);
    }
    if (!Array.isArray(entry.shape)) continue;
    const listed = describeShape(entry.shape);
    const found = describeShape(tensors[name].shape);
    if (listed !== found) {
      refuse(
        `Tensor "${name}" has shape ${found} but is listed as ${listed}`,
        `张量“${name}”的形状为 ${found}，列表中却为 ${listed}`,
      );
    }
  }
}

import { Refusal } from '../trace/text';
import { readNpy, readNpz } from './numpy';
import { type RawTensor, UNNAMED } from './raw';
import { readSafetensors } from './safetensors';

/**
 * Reads the tensors of a file, by the ending of its name: .safetensors, .npy, .npz or .json.
 * @throws Refusal when the ending is another or the content is not what it says.
 */
export function readTensors(fileName: string, bytes: Uint8Array): Record<string, RawTensor> {
  switch (/\.(\w+)$/.exec(fileName)?.[1].toLowerCase()) {
    case 'safetensors':
      return { ...readSafetensors(bytes).tensors };
    case 'npy':
      return { [UNNAMED]: readNpy(bytes) };
    case 'npz':
      return readNpz(bytes);
    case 'json':
      return readJson(new TextDecoder().decode(bytes));
    default:
      throw new Refusal(
        `"${fileName}" is not a tensor file that can be read here; save it as .safetensors, .npy, .npz or .json.`,
        `此处无法读取张量文件“${fileName}”；请保存为 .safetensors、.npy、.npz 或 .json。`,
      );
  }
}

/**
 * Tensors as JSON: nested arrays of numbers, or an object of them by name.
 * @throws Refusal when it is not JSON, or an array is ragged or holds something else.
 */
export function readJson(text: string): Record<string, RawTensor> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(
      'The file is not valid JSON; correct it or save it again.',
      '该文件不是有效的 JSON；请更正或重新保存。',
    );
  }
  if (Array.isArray(value)) return { [UNNAMED]: fromNested(UNNAMED, value) };
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    throw new Refusal(
      'The JSON holds no tensor; give nested arrays of numbers, or an object of them by name.',
      'JSON 中没有张量；请给出嵌套的数值数组，或以名称为键的此类对象。',
    );
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, nested]) => [name, fromNested(name, nested)]),
  );
}

/** @throws Refusal when the rows differ in length or a cell is not a number. */
export function fromNested(name: string, nested: unknown): RawTensor {
  const shape: number[] = [];
  for (let level = nested; Array.isArray(level); level = level[0]) shape.push(level.length);
  const cells: number[] = [];
  const collect = (value: unknown, depth: number): void => {
    const row = Array.isArray(value) && value.length === shape[depth];
    if (row) for (const inner of value) collect(inner, depth + 1);
    else if (depth === shape.length && typeof value === 'number') cells.push(value);
    else {
      throw new Refusal(
        `Tensor "${name}" is not a regular array of numbers; give rows of equal length.`,
        `张量“${name}”不是规则的数值数组；请让各行长度一致。`,
      );
    }
  };
  collect(nested, 0);
  return { shape, data: Float32Array.from(cells) };
}

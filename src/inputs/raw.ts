import { type Axis, axis, type Role } from '../trace/axes';
import type { HostTensor, InputSpec } from '../trace/tensor';
import { Refusal } from '../trace/text';

/** A tensor as a file holds it: a shape without meaning. Row-major; every type is read as float32. */
export interface RawTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type RawTensors = Readonly<Record<string, RawTensor>>;

/** Name that a tensor gets when its file gives it none. */
export const UNNAMED = 'tensor';

export const elements = (shape: readonly number[]): number => shape.reduce((n, s) => n * s, 1);

export const describeShape = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** Index of the first NaN or infinity, or −1. */
function firstNotFinite(data: ArrayLike<number>): number {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return i;
  return -1;
}

/** Row-major position as `[1, 0, 7]`. */
function position(shape: readonly number[], offset: number): string {
  const index: number[] = [];
  for (let i = shape.length - 1; i >= 0; i--) {
    index.unshift(offset % shape[i]);
    offset = Math.floor(offset / shape[i]);
  }
  return describeShape(index);
}

/** @throws Refusal naming the first NaN or infinity. */
export function requireFinite(name: string, tensor: RawTensor): void {
  const at = firstNotFinite(tensor.data);
  if (at < 0) return;
  const where = position(tensor.shape, at);
  throw new Refusal(
    `Tensor "${name}" holds ${tensor.data[at]} at ${where}; every number must be finite, so clean the data first.`,
    `张量“${name}”在 ${where} 处为 ${tensor.data[at]}；所有数值都必须有限，请先清理数据。`,
  );
}

/** @throws Refusal when it is neither 0 nor 1 somewhere: PyTorch adds such masks to the scores. */
function requireMask(name: string, tensor: RawTensor): void {
  const at = tensor.data.findIndex((value) => value !== 0 && value !== 1);
  if (at < 0) return;
  const where = position(tensor.shape, at);
  throw new Refusal(
    `Mask "${name}" holds ${tensor.data[at]} at ${where}; give 1 (True) where a key is masked and 0 elsewhere.`,
    `掩码“${name}”在 ${where} 处为 ${tensor.data[at]}；被屏蔽处请取 1（True），其余取 0。`,
  );
}

/**
 * An input from a file: its axes get the roles of PyTorch's layout of that rank, and come in the
 * mechanism's order.
 * @throws Refusal when no layout has the rank, a number is not finite, or a mask is no mask.
 */
export function inputFromFile(name: string, tensor: RawTensor, spec: InputSpec): HostTensor {
  const layouts = [spec.order, ...(spec.alternatives ?? [])];
  const layout = layouts.find((roles) => roles.length === tensor.shape.length);
  if (!layout) {
    const shape = describeShape(tensor.shape);
    const wanted = layouts.map((roles) => roles.join(', '));
    throw new Refusal(
      `Tensor "${name}" has shape ${shape}, but the axes should be ${wanted.join(' or ')}; reshape it.`,
      `张量“${name}”的形状为 ${shape}，而此处的轴应为 ${wanted.join(' 或 ')}；请调整其形状。`,
    );
  }
  if (tensor.shape.includes(0)) {
    const shape = describeShape(tensor.shape);
    throw new Refusal(
      `Tensor "${name}" has shape ${shape}, which holds no number; give every axis at least one position.`,
      `张量“${name}”的形状为 ${shape}，不含任何数；每个轴至少需要一个位置。`,
    );
  }
  requireFinite(name, tensor);
  if (spec.from === 'mask') requireMask(name, tensor);
  const axes = tensor.shape.map((size, i) => axis(layout[i], size));
  return permute({ axes, data: tensor.data }, layout === spec.order ? layoutsOf(spec)[0] : layout);
}

/** Layouts that a mechanism takes, the usual one first. */
export const layoutsOf = ({ order, axes, alternatives }: InputSpec): (readonly Role[])[] => [
  axes ?? order,
  ...(alternatives ?? []),
];

/** The same numbers with their axes in another order. */
export function permute(tensor: HostTensor, roles: readonly Role[]): HostTensor {
  const from = roles.map((role) => tensor.axes.findIndex((a) => a.role === role));
  if (from.length !== tensor.axes.length || from.includes(-1)) {
    const have = tensor.axes.map((a) => a.role).join(', ');
    throw new Error(`cannot arrange axes ${have} as ${roles.join(', ')}`);
  }
  const axes: Axis[] = from.map((i) => tensor.axes[i]);
  if (from.every((position, i) => position === i)) return { axes, data: tensor.data };

  const strides = new Array<number>(axes.length).fill(1);
  for (let i = axes.length - 2; i >= 0; i--) strides[i] = strides[i + 1] * tensor.axes[i + 1].size;
  const data = new Float32Array(tensor.data.length);
  const index = new Array<number>(axes.length).fill(0);
  let source = 0;
  for (let i = 0; i < data.length; i++) {
    data[i] = tensor.data[source];
    for (let d = axes.length - 1; d >= 0; d--) {
      source += strides[from[d]];
      if (++index[d] < axes[d].size) break;
      source -= strides[from[d]] * axes[d].size;
      index[d] = 0;
    }
  }
  return { axes, data };
}

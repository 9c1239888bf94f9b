import { writeNpy } from '../inputs/numpy';
import { type Axis, describeAxes, indexAt, shapeOf } from '../trace/axes';
import type { HostTensor } from '../trace/tensor';
import { Refusal } from '../trace/text';
import { decimalOf } from './numbers';
import { app, type Provenance } from './provenance';
import type { Fixed } from './take';

/** Text of more numbers than this would not open anywhere. */
export const mostAsText = 4_000_000;

function refuseLarge({ axes, data }: HostTensor): void {
  if (data.length <= mostAsText) return;
  const most = mostAsText.toLocaleString('en');
  throw new Refusal(
    `${describeAxes(axes)} is ${data.length.toLocaleString('en')} numbers and text takes at most ${most}; save it as NPY.`,
    `${describeAxes(axes)} 共 ${data.length.toLocaleString('en')} 个数，文本格式最多 ${most} 个；请改存为 NPY。`,
  );
}

/** Float32, row-major, in the shape of the axes. */
export const npyOf = ({ axes, data }: HostTensor): Blob =>
  new Blob([writeNpy({ shape: shapeOf(axes), data })], { type: 'application/octet-stream' });

/** A cell of a CSV file. */
export const quoted = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** What begins a file with such a text: spreadsheets take it for Latin-1 unless a mark says otherwise. */
export const mark = (text: string): string => (/[^ -~\r\n]/.test(text) ? '\ufeff' : '');

const headerOf = (axis: Axis): string[] =>
  axis.labels ? [axis.role, `${axis.role} label`] : [axis.role];

/**
 * One row per number: its index on every axis, its label where the axis has labels, its value.
 * @throws Refusal above `mostAsText` numbers.
 */
export function csvOf(tensor: HostTensor): Blob {
  refuseLarge(tensor);
  const { axes, data } = tensor;
  const parts: string[] = [];
  let rows = [[...axes.flatMap(headerOf), 'value'].join(',')];
  for (let i = 0; i < data.length; i++) {
    const index = indexAt(axes, i);
    const cells = axes.flatMap(({ labels }, a) =>
      labels ? [index[a], quoted(labels[index[a]] ?? '')] : [index[a]],
    );
    rows.push([...cells, decimalOf(data[i])].join(','));
    if (rows.length > 50_000) {
      parts.push(rows.join('\n'), '\n');
      rows = [];
    }
  }
  const labels = axes.flatMap((a) => a.labels ?? []).join('');
  return new Blob([mark(labels), ...parts, rows.join('\n'), '\n'], { type: 'text/csv' });
}

type Nested = number | string | readonly Nested[];

/** Numbers as nested lists; what JSON has no number for is written as a word. */
function nest(data: Float32Array, shape: readonly number[], from = 0): Nested {
  const [size, ...rest] = shape;
  if (size === undefined) {
    const value = data[from];
    return Number.isFinite(value) ? Number(decimalOf(value)) : String(value);
  }
  const step = rest.reduce((n, s) => n * s, 1);
  return Array.from({ length: size }, (_, i) => nest(data, rest, from + i * step));
}

/** What a JSON file or a manifest says about a step besides its numbers. */
export function describe(from: Provenance, axes: readonly Axis[], fixed: Fixed = {}) {
  return { app, ...from, fixed, axes, shape: shapeOf(axes), dtype: 'float32' };
}

/**
 * Everything that is known about the numbers, and the numbers as nested lists.
 * @param fixed what was taken of the step to get this tensor
 * @throws Refusal above `mostAsText` numbers.
 */
export function jsonOf(tensor: HostTensor, from: Provenance, fixed: Fixed = {}): Blob {
  refuseLarge(tensor);
  const values = nest(tensor.data, shapeOf(tensor.axes));
  const text = JSON.stringify({ ...describe(from, tensor.axes, fixed), values });
  return new Blob([text], { type: 'application/json' });
}

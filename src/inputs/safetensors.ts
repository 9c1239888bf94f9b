import { Refusal } from '../trace/text';
import { describeShape, elements, type RawTensor, type RawTensors } from './raw';

/**
 * The safetensors format: eight bytes with the length of a JSON header (little-endian), the header,
 * the data. https://huggingface.co/docs/safetensors
 */

type Decode = (bytes: Uint8Array, count: number) => Float32Array;

const view = (b: Uint8Array) => new DataView(b.buffer, b.byteOffset, b.byteLength);

/** One value at a time, by its byte offset. */
const each =
  (size: number, read: (v: DataView, at: number) => number): Decode =>
  (bytes, count) => {
    const source = view(bytes);
    return Float32Array.from({ length: count }, (_, i) => read(source, i * size));
  };

const types: Readonly<Record<string, { readonly size: number; readonly decode: Decode }>> = {
  F64: { size: 8, decode: each(8, (v, at) => v.getFloat64(at, true)) },
  // A copy starts at an aligned address, which the file need not give.
  F32: { size: 4, decode: (bytes) => new Float32Array(bytes.slice().buffer) },
  F16: { size: 2, decode: each(2, (v, at) => halfToNumber(v.getUint16(at, true))) },
  BF16: { size: 2, decode: bfloat16 },
  I64: { size: 8, decode: each(8, (v, at) => Number(v.getBigInt64(at, true))) },
  I32: { size: 4, decode: each(4, (v, at) => v.getInt32(at, true)) },
  U8: { size: 1, decode: (bytes) => Float32Array.from(bytes) },
  BOOL: { size: 1, decode: (bytes) => Float32Array.from(bytes, (b) => (b ? 1 : 0)) },
};

/** IEEE 754 half precision. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The upper half of a float32. */
function bfloat16(bytes: Uint8Array, count: number): Float32Array {
  const source = view(bytes);
  const bits = Uint32Array.from({ length: count }, (_, i) => source.getUint16(i * 2, true) << 16);
  return new Float32Array(bits.buffer);
}

export interface SafetensorsFile {
  readonly tensors: RawTensors;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

const refuse = (en: string, zh: string): never => {
  throw new Refusal(`${en}; save the file again.`, `${zh}；请重新保存该文件。`);
};

/**
 * Reads a file whole and checks all of it.
 * @throws Refusal, one line, for anything that the format does not allow.
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { header, data } = split(bytes);
  const metadata = readMetadata(header.__metadata__);
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => readEntry(name, value, data.length));
  requireWhole(entries, data.length);
  const tensors: Record<string, RawTensor> = {};
  for (const { name, dtype, shape, begin, end } of entries) {
    const values = types[dtype].decode(data.subarray(begin, end), elements(shape));
    tensors[name] = { shape, data: values };
  }
  return { tensors, metadata };
}

function split(bytes: Uint8Array): { header: Record<string, unknown>; data: Uint8Array } {
  if (bytes.length < 8) {
    refuse(
      `The file has ${bytes.length} bytes, but a safetensors file has at least 8`,
      `文件仅有 ${bytes.length} 字节，而 safetensors 文件至少有 8 字节`,
    );
  }
  const length = view(bytes).getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8)) {
    refuse(
      `The header should have ${length} bytes, but only ${bytes.length - 8} follow: the file is truncated or not safetensors`,
      `文件头应有 ${length} 字节，其后却只有 ${bytes.length - 8} 字节：文件被截断，或不是 safetensors 格式`,
    );
  }
  const end = 8 + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, end)));
  } catch {
    header = undefined;
  }
  if (!isRecord(header)) {
    return refuse(
      'The safetensors header is not a JSON object',
      'safetensors 文件头不是 JSON 对象',
    );
  }
  return { header, data: bytes.subarray(end) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value)) {
    return refuse(
      'The __metadata__ of the header is not a JSON object',
      '文件头的 __metadata__ 不是 JSON 对象',
    );
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, text]) => {
      if (typeof text === 'string') return [key, text];
      return refuse(`The metadata entry "${key}" is not a string`, `元数据项“${key}”不是字符串`);
    }),
  );
}

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;
const areCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every(isCount);

function readEntry(name: string, value: unknown, available: number): Entry {
  const { dtype, shape, data_offsets: offsets } = isRecord(value) ? value : {};
  if (
    typeof dtype !== 'string' ||
    !areCounts(shape) ||
    !areCounts(offsets) ||
    offsets.length !== 2
  ) {
    return refuse(
      `Tensor "${name}" lacks a valid dtype, shape or data_offsets in the header`,
      `文件头中张量“${name}”缺少有效的 dtype、shape 或 data_offsets`,
    );
  }
  if (!Object.hasOwn(types, dtype)) {
    const known = Object.keys(types).join(', ');
    throw new Refusal(
      `Tensor "${name}" has dtype ${dtype}; convert it to one of ${known}.`,
      `张量“${name}”的数据类型为 ${dtype}；请转换为 ${known} 之一。`,
    );
  }
  const [begin, end] = offsets;
  if (begin > end || end > available) {
    refuse(
      `Tensor "${name}" lies at bytes ${begin} to ${end} of ${available}: the file is truncated or its offsets are wrong`,
      `张量“${name}”位于第 ${begin} 至 ${end} 字节，而数据共 ${available} 字节：文件被截断或偏移有误`,
    );
  }
  const need = elements(shape) * types[dtype].size;
  if (need !== end - begin) {
    const text = describeShape(shape);
    refuse(
      `Tensor "${name}" of shape ${text} and dtype ${dtype} needs ${need} bytes, but has ${end - begin}`,
      `张量“${name}”形状为 ${text}、类型为 ${dtype}，需要 ${need} 字节，实际为 ${end - begin} 字节`,
    );
  }
  return { name, dtype, shape, begin, end };
}

/** Every byte belongs to exactly one tensor, as the format demands. */
function requireWhole(entries: readonly Entry[], available: number): void {
  let reached = 0;
  for (const { name, begin, end } of [...entries].sort(
    (a, b) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin < reached) {
      refuse(
        `Tensor "${name}" overlaps another one at byte ${begin}`,
        `张量“${name}”在第 ${begin} 字节处与另一张量重叠`,
      );
    }
    if (begin > reached) {
      refuse(
        `Bytes ${reached} to ${begin} before tensor "${name}" belong to no tensor`,
        `张量“${name}”之前的第 ${reached} 至 ${begin} 字节不属于任何张量`,
      );
    }
    reached = end;
  }
  if (reached < available) {
    refuse(
      `${available - reached} bytes after the last tensor belong to no tensor`,
      `最后一个张量之后有 ${available - reached} 字节不属于任何张量`,
    );
  }
}

/** Writes float32 tensors, in the order given, the data aligned to 8 bytes. */
export function writeSafetensors(
  tensors: RawTensors,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  let total = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [total, total + data.byteLength] };
    total += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + total).fill(0x20, 8, 8 + length);
  view(bytes).setBigUint64(0, BigInt(length), true);
  bytes.set(json, 8);
  let at = 8 + length;
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

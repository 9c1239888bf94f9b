import { unzipSync } from 'fflate';
import { Refusal } from '../trace/text';
import { describeShape, elements, type RawTensor } from './raw';
import { halfToNumber } from './safetensors';

/**
 * NumPy's .npy and .npz. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */

const MAX_UNPACKED = 2 ** 30;
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

type Read = (view: DataView, at: number, little: boolean) => number;

/** By kind and size of NumPy's type code, without its byte order. */
const types: Readonly<Record<string, Read>> = {
  f2: (v, at, little) => halfToNumber(v.getUint16(at, little)),
  f4: (v, at, little) => v.getFloat32(at, little),
  f8: (v, at, little) => v.getFloat64(at, little),
  i1: (v, at) => v.getInt8(at),
  i2: (v, at, little) => v.getInt16(at, little),
  i4: (v, at, little) => v.getInt32(at, little),
  i8: (v, at, little) => Number(v.getBigInt64(at, little)),
  u1: (v, at) => v.getUint8(at),
  u2: (v, at, little) => v.getUint16(at, little),
  u4: (v, at, little) => v.getUint32(at, little),
  u8: (v, at, little) => Number(v.getBigUint64(at, little)),
  b1: (v, at) => (v.getUint8(at) ? 1 : 0),
};

/**
 * Reads one array.
 * @throws Refusal when it is not .npy, is truncated or has another type than real numbers.
 */
export function readNpy(bytes: Uint8Array): RawTensor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte)) {
    throw new Refusal(
      'The file does not begin as a .npy file; save it with numpy.save.',
      '该文件的开头不符合 .npy 格式；请用 numpy.save 保存。',
    );
  }
  // Version 1 has two bytes for the length of the header, later ones four.
  const start = bytes[6] === 1 ? 10 : 12;
  const length = bytes[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const header = new TextDecoder().decode(bytes.subarray(start, start + length));
  const { read, size, little, fortran, shape } = parseHeader(header);

  const count = elements(shape);
  const begin = start + length;
  if (bytes.length - begin !== count * size) {
    throw new Refusal(
      `The .npy array of shape ${describeShape(shape)} needs ${count * size} bytes, but ${Math.max(0, bytes.length - begin)} follow its header; save the file again.`,
      `形状为 ${describeShape(shape)} 的 .npy 数组需要 ${count * size} 字节，文件头之后却有 ${Math.max(0, bytes.length - begin)} 字节；请重新保存。`,
    );
  }
  const data = new Float32Array(count);
  for (let i = 0; i < count; i++) data[i] = read(view, begin + i * size, little);
  return { shape, data: fortran ? rowMajor(data, shape) : data };
}

/** The header is a Python dictionary: `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`. */
function parseHeader(header: string) {
  const [, order, code] = /'descr'\s*:\s*'([<>|=]?)(\w+)'/.exec(header) ?? [];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const dims = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header)?.[1];
  const read = code !== undefined && Object.hasOwn(types, code) ? types[code] : undefined;
  if (!read || fortran === undefined || dims === undefined) {
    const found = /'descr'\s*:\s*([^,}]+)/.exec(header)?.[1] ?? '?';
    throw new Refusal(
      `The .npy array has type ${found}; save it as float32, float64, an integer or a boolean type.`,
      `.npy 数组的类型为 ${found}；请保存为 float32、float64、整数或布尔类型。`,
    );
  }
  const shape = dims.split(',').flatMap((part) => (part.trim() ? [Number(part)] : []));
  return {
    read,
    size: Number(code.slice(1)),
    little: order !== '>',
    fortran: fortran === 'True',
    shape,
  };
}

/** From first index fastest to last index fastest. */
function rowMajor(data: Float32Array, shape: readonly number[]): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    let rest = i;
    let offset = 0;
    for (const size of shape) {
      offset = offset * size + (rest % size);
      rest = Math.floor(rest / size);
    }
    out[offset] = data[i];
  }
  return out;
}

/** Writes a float32 array, version 1.0, row-major, little-endian. */
export function writeNpy({ shape, data }: RawTensor): Uint8Array<ArrayBuffer> {
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${dims}), }`;
  const begin = Math.ceil((11 + header.length) / 64) * 64;
  const bytes = new Uint8Array(begin + data.byteLength);
  bytes.set([...magic, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, begin - 10, true);
  bytes.set(new TextEncoder().encode(`${header.padEnd(begin - 11)}\n`), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), begin);
  return bytes;
}

/**
 * Reads an archive of arrays, by their names without `.npy`.
 * @throws Refusal when it is no archive, has no array, or unpacks to more than 1 GiB.
 */
export function readNpz(bytes: Uint8Array): Record<string, RawTensor> {
  let unpacked = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        const wanted = name.endsWith('.npy');
        if (wanted) unpacked += originalSize;
        return wanted && unpacked <= MAX_UNPACKED;
      },
    });
  } catch {
    throw new Refusal(
      'The file is not a readable .npz archive; save it with numpy.savez.',
      '该文件不是可读取的 .npz 压缩包；请用 numpy.savez 保存。',
    );
  }
  if (unpacked > MAX_UNPACKED) {
    throw new Refusal(
      `The archive unpacks to ${Math.round(unpacked / 2 ** 20)} MiB and the limit is 1024 MiB; save fewer arrays.`,
      `压缩包解压后为 ${Math.round(unpacked / 2 ** 20)} MiB，上限为 1024 MiB；请减少保存的数组。`,
    );
  }
  const names = Object.keys(files);
  if (names.length === 0) {
    throw new Refusal(
      'The archive holds no .npy array; save it with numpy.savez.',
      '压缩包中没有 .npy 数组；请用 numpy.savez 保存。',
    );
  }
  return Object.fromEntries(names.map((name) => [name.slice(0, -4), readNpy(files[name])]));
}

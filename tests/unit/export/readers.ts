import { PNG } from 'pngjs/browser';

/** Independent readers of the files that exports write. */

export const bytesOf = async (blob: Blob): Promise<Uint8Array> =>
  new Uint8Array(await blob.arrayBuffer());

/** NumPy's format, version 1, as its documentation describes it; values as they lie in the file. */
export async function readNpyFile(blob: Blob) {
  const bytes = await bytesOf(blob);
  const view = new DataView(bytes.buffer);
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  const headerLength = view.getUint16(8, true);
  const header = new TextDecoder('latin1').decode(bytes.subarray(10, 10 + headerLength));
  const start = 10 + headerLength;
  const values: number[] = [];
  for (let at = start; at < bytes.length; at += 4) values.push(view.getFloat32(at, true));
  const shape = [...(/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '').matchAll(/\d+/g)].map(Number);
  return { magic, version: [bytes[6], bytes[7]], header, aligned: start % 64 === 0, shape, values };
}

/** Rows of a CSV file by RFC 4180, without a byte order mark. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const [, open, quoted, plain] of text.matchAll(/(^|,|\n)(?:"((?:[^"]|"")*)"|([^,"\n]*))/g)) {
    if (open !== ',') rows.push([]);
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
  }
  return rows.filter((row) => row.join('') !== '');
}

/** Pixels of a PNG as pngjs decodes them, and the chunks that it consists of. */
export async function readPng(blob: Blob) {
  const bytes = await bytesOf(blob);
  const { width, height, data } = await new Promise<PNG>((resolve, reject) => {
    // The browser build takes any bytes; its types know Node's only.
    new PNG().parse(bytes as Buffer, (error, png) => (error ? reject(error) : resolve(png)));
  });
  const view = new DataView(bytes.buffer);
  const chunks: Record<string, DataView> = {};
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    const name = new TextDecoder().decode(bytes.subarray(at + 4, at + 8));
    chunks[name] = new DataView(bytes.buffer, at + 8, length);
    at += 12 + length;
  }
  /** Colour of the pixel under a point. */
  const at = (x: number, y: number): string => {
    const i = 4 * (Math.floor(y) * width + Math.floor(x));
    if (data[i + 3] === 0) return 'transparent';
    const [r, g, b] = data.subarray(i, i + 3);
    return `#${[r, g, b].map((c) => c.toString(16).padStart(2, '0')).join('')}`;
  };
  return { width, height, at, chunks };
}

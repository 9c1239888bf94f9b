import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

export interface Entry {
  readonly name: string;
  readonly content: Blob;
}

/** What is compressed already. */
const packed = /\.(png|zip)$/;

/**
 * A ZIP of files as they come. To cancel, let `entries` throw: nothing is left behind.
 * @returns the archive.
 */
export async function zipOf(entries: AsyncIterable<Entry>): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    failure ??= error;
    if (chunk) chunks.push(new Uint8Array(chunk));
  });
  try {
    for await (const { name, content } of entries) {
      const file = packed.test(name) ? new ZipPassThrough(name) : new ZipDeflate(name);
      zip.add(file);
      file.push(new Uint8Array(await content.arrayBuffer()), true);
    }
    zip.end();
  } catch (error) {
    zip.terminate();
    throw error;
  }
  if (failure) throw failure;
  return new Blob(chunks, { type: 'application/zip' });
}

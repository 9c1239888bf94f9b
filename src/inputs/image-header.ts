/**
 * Width and height as the header of a PNG, JPEG, GIF, BMP or WebP file states them, before anything
 * is decoded; undefined for other formats.
 */
export function imageSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes.length < 30) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const letters = (at: number, count: number) =>
    String.fromCharCode(...bytes.subarray(at, at + count));
  if (letters(1, 3) === 'PNG') return { width: view.getUint32(16), height: view.getUint32(20) };
  if (letters(0, 3) === 'GIF') {
    return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  }
  if (letters(0, 2) === 'BM') {
    return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
  }
  if (letters(0, 4) === 'RIFF' && letters(8, 4) === 'WEBP') return webp(view, letters(12, 4));
  if (view.getUint16(0) === 0xffd8) return jpeg(view);
  return undefined;
}

function webp(view: DataView, chunk: string) {
  const small = (at: number) => view.getUint16(at, true) & 0x3fff;
  const three = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  switch (chunk) {
    case 'VP8 ':
      return { width: small(26), height: small(28) };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: three(24) + 1, height: three(27) + 1 };
    default:
      return undefined;
  }
}

/** Walks the segments to the first start of frame. */
function jpeg(view: DataView) {
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    // Fill bytes before a marker have no length.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** Character ranges of a `unicode-range` descriptor, such as `U+0000-00FF, U+20??`. */
function parseRanges(descriptor: string): [number, number][] {
  return descriptor.split(',').flatMap((part) => {
    const [, from, to] = /U\+([0-9A-F?]+)(?:-([0-9A-F]+))?/i.exec(part.trim()) ?? [];
    if (!from) return [];
    const first = Number.parseInt(from.replaceAll('?', '0'), 16);
    const last = Number.parseInt(to ?? from.replaceAll('?', 'F'), 16);
    return [[first, last] as [number, number]];
  });
}

/** The rules by which the page loads its own fonts, with the address of the sheet that each stands in. */
function rulesOf(document: Document): { rule: CSSFontFaceRule; base: string }[] {
  return [...document.styleSheets].flatMap((sheet) => {
    const base = sheet.href ?? document.baseURI;
    return [...sheet.cssRules].flatMap((rule) =>
      rule instanceof CSSFontFaceRule ? [{ rule, base }] : [],
    );
  });
}

function isUsed({ style }: CSSFontFaceRule, markup: string, characters: ReadonlySet<number>) {
  const family = style.getPropertyValue('font-family').replace(/["']/g, '');
  if (!markup.includes(family)) return false;
  if (style.getPropertyValue('font-style') === 'italic' && !markup.includes('italic')) return false;
  const ranges = parseRanges(style.getPropertyValue('unicode-range'));
  if (ranges.length === 0) return true;
  return ranges.some(([from, to]) => {
    for (const c of characters) if (c >= from && c <= to) return true;
    return false;
  });
}

const loaded = new Map<string, Promise<string>>();

/** A file of the page as a data address. */
function embed(url: string): Promise<string> {
  const known = loaded.get(url);
  if (known) return known;
  const reading = fetch(url)
    .then((response) => {
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      return response.arrayBuffer();
    })
    .then((bytes) => {
      let text = '';
      for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
      return `data:font/woff2;base64,${btoa(text)}`;
    });
  // A failure may be a passing one, so it is not kept.
  reading.catch(() => loaded.delete(url));
  loaded.set(url, reading);
  return reading;
}

/**
 * `@font-face` rules, files included, of the page's own fonts that the markup names and whose
 * characters it uses. The system's fonts, such as those for Chinese, stay names: they may not be copied.
 */
export async function fontFacesFor(document: Document, markup: string, text: string) {
  const characters = new Set([...text].map((c) => c.codePointAt(0) ?? 0));
  const faces = rulesOf(document)
    .filter(({ rule }) => isUsed(rule, markup, characters))
    .map(async ({ rule: { style }, base }) => {
      const [, source] = /url\(["']?([^"')]+)["']?\)/.exec(style.getPropertyValue('src')) ?? [];
      if (!source) return '';
      const file = await embed(new URL(source, base).href);
      const name = style.getPropertyValue('font-family').replace(/["']/g, '');
      const weight = style.getPropertyValue('font-weight') || '400';
      const shape = style.getPropertyValue('font-style') || 'normal';
      const range = style.getPropertyValue('unicode-range');
      const characters = range ? `unicode-range:${range};` : '';
      return `@font-face{font-family:'${name}';font-style:${shape};font-weight:${weight};${characters}src:url(${file}) format('woff2')}`;
    });
  return (await Promise.all(faces)).join('');
}

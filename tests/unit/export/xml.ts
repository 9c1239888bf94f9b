import { XMLParser } from 'fast-xml-parser';

/** An element as fast-xml-parser reads it. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text: string;
}

type Raw = Record<string, unknown>;

const build = (raw: Raw): XmlNode => {
  const name = Object.keys(raw).find((key) => key !== ':@') ?? '';
  const inner = (Array.isArray(raw[name]) ? raw[name] : []) as Raw[];
  return {
    name,
    attributes: (raw[':@'] ?? {}) as Record<string, string>,
    children: inner.filter((child) => !('#text' in child)).map(build),
    text: inner.flatMap((child) => ('#text' in child ? [String(child['#text'])] : [])).join(''),
  };
};

/** The root element of a file. */
export function parseXml(text: string): XmlNode {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    trimValues: false,
  });
  const roots = (parser.parse(text, true) as Raw[]).filter((raw) => 'svg' in raw);
  if (roots.length !== 1) throw new Error('not one svg element');
  return build(roots[0]);
}

/** All elements below and including one. */
export const everything = (node: XmlNode): XmlNode[] => [
  node,
  ...node.children.flatMap(everything),
];

/** All elements below the parts with a name. */
export const partsOf = (root: XmlNode, part: string): XmlNode[] =>
  everything(root).filter((node) => node.attributes['data-part'] === part);

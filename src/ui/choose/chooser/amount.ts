const units: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, B: 1e9 };

/** `1,500`, `20K`, `1.5 M`: a positive number, or undefined where it is none. */
export function parseAmount(text: string): number | undefined {
  const match = /^(\d+\.?\d*|\.\d+)([KMGB]?)$/i.exec(text.replaceAll(/[\s,]/g, ''));
  const amount = match ? Number(match[1]) * units[match[2].toUpperCase()] : 0;
  return amount > 0 ? amount : undefined;
}

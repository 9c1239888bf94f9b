/** Which head, window or channel is shown, as a part of the address. */
import { z } from 'zod/mini';
import { type Selection, selectable } from './view';

const positionSchema = z.int().check(z.nonnegative());

/** `head:3,channel:mean`. */
export const encodeSelection = (selection: Selection): string =>
  selectable
    .flatMap((role) => (selection[role] === undefined ? [] : `${role}:${selection[role]}`))
    .join();

/** The inverse; undefined for what is malformed. */
export function parseSelection(text: string): Selection | undefined {
  const selection: Record<string, number | 'mean'> = {};
  for (const item of text.split(',').filter(Boolean)) {
    const [name, at] = item.split(':');
    const role = selectable.find((r) => r === name);
    const parsed = positionSchema.safeParse(Number(at || Number.NaN));
    if (!role) return undefined;
    if (at === 'mean') selection[role] = at;
    else if (parsed.success) selection[role] = parsed.data;
    else return undefined;
  }
  return selection;
}

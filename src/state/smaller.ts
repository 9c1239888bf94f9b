import type { Engine, RunRequest } from '../engine/protocol';
import type { ImageChoice, InputChoice, RandomChoice, TextChoice } from '../inputs/choice';
import { sizeOf } from '../trace/axes';

/** What a run may take in bytes to be offered in place of one that was refused: any backend has it. */
const modest = 512 * 2 ** 20;

/** Inputs whose size can be chosen. */
export type Sized = ImageChoice | RandomChoice | TextChoice;

const half = (size: number): number => Math.max(1, Math.floor(size / 2));

/** The input at half its size, or null where a size means nothing or is 1 already. */
export function halved(input: InputChoice): Sized | null {
  switch (input.kind) {
    case 'image':
      if (Math.max(input.height, input.width) === 1) return null;
      return { ...input, height: half(input.height), width: half(input.width) };
    case 'random': {
      const { tokens, memory, height, width } = input;
      if (Math.max(tokens, memory, height, width) === 1) return null;
      return {
        ...input,
        tokens: half(tokens),
        memory: half(memory),
        height: half(height),
        width: half(width),
      };
    }
    case 'text': {
      const words = input.text.split(/(?<=\s)/);
      const text = words.slice(0, half(words.length)).join('').trim();
      return words.length > 1 ? { ...input, text } : null;
    }
    default:
      return null;
  }
}

/**
 * The largest input, halved as often as it takes, that needs little memory, for a run that was possible
 * but for its size; null when it failed for another reason.
 */
export async function smallerFor(
  engine: Pick<Engine, 'plan'>,
  request: RunRequest,
): Promise<Sized | null> {
  try {
    const needs = async (input: InputChoice): Promise<number> => {
      const { graph } = await engine.plan({ ...request, input });
      return graph.nodes.reduce((sum, node) => sum + 4 * sizeOf(node.axes), 0);
    };
    if ((await needs(request.input)) <= modest) return null;
    let input = halved(request.input);
    while (input && (await needs(input)) > modest) input = halved(input);
    return input;
  } catch {
    // What cannot be planned is refused for what it is, not for its size.
    return null;
  }
}

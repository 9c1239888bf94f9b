import { defaultInputFor, type InputChoice, sizesOf, suits } from '../../inputs/choice';
import type { InputAxes } from '../../mechanisms/define';
import { resolveParams } from '../../mechanisms/params';
import type { Role } from '../../trace/axes';
import { Refusal } from '../../trace/text';
import type { Fit } from './fit';
import { isFit, misfitOf, type Shapes } from './shapes';

/**
 * An input on which imported weights can be shown: the present one, or the present one at other sizes,
 * or the mechanism's usual one, or random numbers of just the sizes.
 * @throws Refusal when none of them has the sizes.
 */
export function fittingInput(fit: Fit, present: InputChoice): InputChoice {
  const { mechanism } = fit;
  const random: InputChoice = {
    kind: 'random',
    seed: 1,
    batch: 1,
    tokens: 16,
    memory: 16,
    height: 16,
    width: 16,
    channels: 64,
  };
  const bases = [present, defaultInputFor(mechanism), random].filter((c) => suits(c, mechanism));
  const choices = bases.flatMap((base) => [
    base,
    resized(base, fit.axes, ['channel']),
    resized(base, fit.axes, ['channel', 'height', 'width', 'token']),
  ]);
  const shapes: Shapes = Object.fromEntries(
    Object.entries(mechanism.weights(fit.params, fit.axes)).map(([name, s]) => [name, s.shape]),
  );
  const found = choices.find((choice) => takes(fit, choice, shapes));
  if (found) return found;
  throw new Refusal(
    `No built-in input has the sizes that these weights of ${mechanism.name.en} need; save your own as input.NAME in the same file.`,
    `内置输入都不具备“${mechanism.name.zh}”这些权重所需的尺寸；请把您的输入以 input.名称 存入同一文件。`,
  );
}

/** Whether the weights keep their shapes on an input. */
function takes({ mechanism, set }: Fit, choice: InputChoice, shapes: Shapes): boolean {
  try {
    const axes = sizesOf(choice, mechanism.inputs);
    const { params } = resolveParams(mechanism, set, axes, { exact: true });
    return isFit(misfitOf(mechanism.weights(params, axes), shapes));
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** The same input at the sizes of a mechanism's first input, as far as it has these. */
function resized(choice: InputChoice, axes: InputAxes, roles: readonly Role[]): InputChoice {
  const [first = [], second = first] = Object.values(axes);
  const size = (role: Role, of = first): number | undefined =>
    roles.includes(role) ? of.find((a) => a.role === role)?.size : undefined;
  const tokens = (of = first) =>
    size('token', of) ??
    of.find((a) => roles.includes('token') && (a.role === 'query' || a.role === 'key'))?.size;
  const channel = size('channel');
  switch (choice.kind) {
    case 'text':
      return { ...choice, dim: channel ?? choice.dim };
    case 'image':
      return {
        ...choice,
        channels: channel ?? choice.channels,
        height: size('height') ?? choice.height,
        width: size('width') ?? choice.width,
      };
    case 'random':
      return {
        ...choice,
        channels: channel ?? choice.channels,
        height: size('height') ?? choice.height,
        width: size('width') ?? choice.width,
        tokens: tokens() ?? choice.tokens,
        memory: tokens(second) ?? choice.memory,
      };
    default:
      return choice;
  }
}

import { axisOf, hasRole, type Role } from '../trace/axes';
import type { Text } from '../trace/text';
import {
  choice,
  firstOf,
  mustBePositive,
  mustDivide,
  mustEqual,
  num,
  numOrNull,
  of,
  sizeIn,
} from './arguments';
import type { InputAxes, Params } from './define';

/** The sides that attention runs along: of a sequence, of a map, of a video with its frames first. */
const SIDES: readonly (readonly Role[])[] = [
  ['token'],
  ['height', 'width'],
  ['group', 'height', 'width'],
];

/** Short names of the sides, which tell steps apart. */
export const SIDE_NAMES: Readonly<Partial<Record<Role, string>>> = {
  token: 'N',
  group: 'T',
  height: 'H',
  width: 'W',
};

export const isTransformer = (params: Params): boolean => choice(params, 'form') === 'transformer';

/** Sides of an input, in PyTorch's order. */
export function sidesOf(axes: InputAxes[string]): readonly Role[] {
  const sides = SIDES.find((roles) => roles.length === axes.length - 2);
  if (!sides?.every((side) => hasRole(axes, side))) throw new Error('axial attention of no map');
  return sides;
}

/** PyTorch's order of the axes when the channels are number `index`, counted from the end if negative. */
export function torchLayout(sides: readonly Role[], index: number): readonly Role[] {
  const roles: Role[] = ['batch', ...sides];
  roles.splice(index > 0 ? index : index + sides.length + 2, 0, 'channel');
  return roles;
}

const indexName = (params: Readonly<Record<string, unknown>>): string =>
  params.form === 'transformer' ? 'image_dim_index' : 'dim_index';

/** The number of the channel axis in the form at hand. */
export const channelIndex = (params: Params): number => num(params, indexName(params));

/** Layouts of files, maps first. */
export function layouts(args: Readonly<Record<string, unknown>>) {
  const index = args[indexName(args)];
  const [sequence, map, video] = SIDES.map((sides) =>
    torchLayout(sides, typeof index === 'number' ? index : -1),
  );
  return [map, sequence, video] as const;
}

/** Width of a head. */
export const headWidth = (params: Params): number =>
  numOrNull(params, 'dim_heads') ?? Math.floor(num(params, 'dim') / num(params, 'heads'));

export function axialCheck(params: Params, inputs: InputAxes): Text | null {
  const { x } = inputs;
  const sides = x.length - 2;
  const index = channelIndex(params);
  const transformer = isTransformer(params);
  return firstOf(
    mustEqual(params, 'dim', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
    mustBePositive(params, 'heads', ...(transformer ? ['depth'] : [])),
    !transformer && mustDivide(params, 'heads', axisOf(x, 'channel').size, of.channels),
    headWidth(params) < 1 && {
      en: `${params.heads} heads leave none of ${params.dim} channels to a head; choose fewer heads or give dim_heads.`,
      zh: `${params.heads} 个头平分 ${params.dim} 个通道，每头不足一个；请减少头数或给出 dim_heads。`,
    },
    !transformer &&
      num(params, 'num_dimensions') !== sides && {
        en: `num_dimensions is ${params.num_dimensions}, but the input has ${sides} axes besides batch and channels; make them equal.`,
        zh: `num_dimensions 为 ${params.num_dimensions}，而输入除批与通道外有 ${sides} 个轴；两者必须一致。`,
      },
    transformer &&
      sides !== 2 && {
        en: 'The image transformer takes a map; choose the attention alone for other inputs.',
        zh: '图像 Transformer 的输入是特征图；其他输入请改选单独的注意力。',
      },
    transformer &&
      index !== 1 && {
        en: `dim_index is ${index}, but the convolutions of the image transformer need the channels at 1; choose 1.`,
        zh: `dim_index 为 ${index}，而图像 Transformer 中的卷积要求通道位于第 1 轴；请取 1。`,
      },
    (index === 0 || index > sides + 1 || index < -sides - 1) && {
      en: `dim_index is ${index}, but the channels can only be one of the axes 1 to ${sides + 1}; choose one of these.`,
      zh: `dim_index 为 ${index}，而通道只能位于第 1 至 ${sides + 1} 轴；请从中选择。`,
    },
  );
}

import { axisOf, hasRole, type Role } from '../trace/axes';
import type { Text } from '../trace/text';
import type { InputAxes, Params, ParamValue } from './define';

/** Arguments of a mechanism, read with their types, and the checks that many constructors share. */

function wrong(name: string, wanted: string, value: ParamValue | undefined): never {
  throw new Error(`parameter "${name}" should be ${wanted}, but is ${JSON.stringify(value)}`);
}

export function num(params: Params, name: string): number {
  const value = params[name];
  return typeof value === 'number' ? value : wrong(name, 'a number', value);
}

export function numOrNull(params: Params, name: string): number | null {
  return params[name] === null ? null : num(params, name);
}

export function flag(params: Params, name: string): boolean {
  const value = params[name];
  return typeof value === 'boolean' ? value : wrong(name, 'true or false', value);
}

export function choice(params: Params, name: string): string {
  const value = params[name];
  return typeof value === 'string' ? value : wrong(name, 'a name', value);
}

export function nums(params: Params, name: string): readonly number[] {
  const value = params[name];
  if (!Array.isArray(value)) return wrong(name, 'a list', value);
  return value.map((entry) => (typeof entry === 'number' ? entry : wrong(name, 'numbers', value)));
}

/** Two whole numbers, such as the height and width of a map. */
export function pair(params: Params, name: string): readonly [number, number] {
  const [first, second, ...rest] = nums(params, name);
  if (second === undefined || rest.length > 0) return wrong(name, 'two numbers', params[name]);
  return [first, second];
}

/** Length of an axis of an input. */
export const sizeIn = (inputs: InputAxes, input: string, role: Role): number =>
  axisOf(inputs[input], role).size;

/** `follows` of an argument that is the length of an input's axis. */
export const follow =
  (input: string, role: Role = 'channel') =>
  (inputs: InputAxes): number =>
    sizeIn(inputs, input, role);

/** Height and width of an input; tokens that are no pixels of a map are taken as a square. */
export function mapSize(inputs: InputAxes, input: string): [number, number] {
  const axes = inputs[input];
  if (hasRole(axes, 'height')) return [axisOf(axes, 'height').size, axisOf(axes, 'width').size];
  const { size, places } = axisOf(axes, 'token');
  if (places?.kind === 'grid') return [places.height, places.width];
  const side = Math.floor(Math.sqrt(size));
  return [side, side];
}

/** Sides of squares that a map can be cut into without a rest. */
export const squareSides = (inputs: InputAxes, input: string): number[] => {
  const width = sizeIn(inputs, input, 'width');
  return divisors(sizeIn(inputs, input, 'height')).filter((n) => width % n === 0);
};

/** The numbers from 1 to n that divide n. */
export const divisors = (n: number): number[] => range(1, n).filter((d) => n % d === 0);

/** Whole numbers from `first` to `last`. */
export const range = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);

/** The first objection, or null. */
export const firstOf = (...objections: (Text | null | false)[]): Text | null =>
  objections.find((text): text is Text => Boolean(text)) ?? null;

/** Objection to an argument that is not the length which the input has. */
export function mustEqual(params: Params, name: string, size: number, of: Text): Text | null {
  const given = num(params, name);
  if (given === size) return null;
  return {
    en: `${name} is ${given}, but the ${of.en} has ${size}; make them equal.`,
    zh: `${name} 为 ${given}，而${of.zh}为 ${size}；两者必须一致。`,
  };
}

/** Objection to a number of parts that does not divide a length. */
export function mustDivide(params: Params, name: string, size: number, of: Text): Text | null {
  const parts = num(params, name);
  if (parts >= 1 && size % parts === 0) return null;
  return {
    en: `${name} is ${parts}, which does not divide the ${size} ${of.en}; choose one of ${some(divisors(size))}.`,
    zh: `${name} 为 ${parts}，不能整除${of.zh} ${size}；可选 ${some(divisors(size))}。`,
  };
}

/** Objection to a size that is not at least 1. */
export function mustBePositive(params: Params, ...names: readonly string[]): Text | null {
  const name = names.find((n) => !(num(params, n) >= 1));
  if (!name) return null;
  return {
    en: `${name} is ${params[name]}; give at least 1.`,
    zh: `${name} 为 ${params[name]}；请至少取 1。`,
  };
}

/** Objection to a reduction that leaves no channel. */
export function mustLeaveOne(params: Params, name: string, channels: number): Text | null {
  const reduction = num(params, name);
  if (reduction >= 1 && Math.floor(channels / reduction) >= 1) return null;
  return {
    en: `${name} is ${reduction}, which leaves none of ${channels} channels; choose 1 to ${channels}.`,
    zh: `${name} 为 ${reduction}，会使 ${channels} 个通道一个不剩；请选 1 到 ${channels}。`,
  };
}

/** Objection to a kernel that has no middle, so that its map would have another size than the input. */
export function mustBeOdd(params: Params, name: string): Text | null {
  const size = num(params, name);
  if (size >= 1 && size % 2 === 1) return null;
  return {
    en: `${name} is ${size}, which would not give one result per pixel; choose an odd number.`,
    zh: `${name} 为 ${size}，得到的图与特征图大小不符；请取奇数。`,
  };
}

const some = (values: readonly number[]): string =>
  values.length > 8 ? `${values.slice(0, 8).join(', ')}, …` : values.join(', ');

/** What sizes belong to, for objections. */
export const of = {
  channels: { en: 'channels', zh: '通道数' },
  inputChannels: { en: "input's channel axis", zh: '输入的通道数' },
  queryChannels: { en: "query's channel axis", zh: '查询的通道数' },
  sequence: { en: 'sequence', zh: '序列长度' },
  memoryChannels: { en: "memory's channel axis", zh: '记忆的通道数' },
} as const;

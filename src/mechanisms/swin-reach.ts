/**
 * How far one pixel's content has spread after several layers that alternate plain and shifted windows.
 * "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows", Liu et al., ICCV 2021,
 * https://arxiv.org/abs/2103.14030, section 3.2
 *
 * No features take part: the windows and the region mask alone decide. Who may look at whom is
 * symmetric, so that this is also what the pixel itself sees through the layers in reverse order.
 */
import type { Value } from '../ops/builder';
import { axis } from '../trace/axes';
import type { HostTensor } from '../trace/tensor';
import { choice, mapSize, num, numOrNull, range } from './arguments';
import { checkWhole, wholeWindows } from './block';
import { numbers, shiftMask } from './constants';
import type { Context, InputAxes, Param, Params } from './define';
import { step } from './terms';

export const isReach = (params: Params): boolean => choice(params, 'form') === 'reach';
const unlessReach = (params: Params): boolean => !isReach(params);

type Size = readonly [height: number, width: number];

/** Row or column of the pixel that is followed. */
const place = (at: 0 | 1, label: Param['label']): Param => ({
  kind: 'integer',
  default: null,
  nullable: true,
  min: 0,
  max: 4095,
  automatic: (_, inputs) => Math.floor(mapSize(inputs, 'x')[at] / 2),
  options: (_, inputs) => range(0, mapSize(inputs, 'x')[at] - 1),
  when: isReach,
  label,
  help: {
    en: 'Where the pixel is that is followed, counted from 0; the middle when automatic.',
    zh: '所跟踪像素的位置，从 0 计；自动时取正中。',
  },
});

/** The parameters of a form of Swin's attention, and those of this one. */
export function withReach(params: Readonly<Record<string, Param>>): typeof params {
  const { form, window_size: window } = params;
  if (form.kind !== 'choice' || window.kind !== 'integer') throw new Error('not Swin’s parameters');
  const hidden = ['num_heads', 'qkv_bias', 'qk_scale'].map((name) => [
    name,
    { ...params[name], when: unlessReach },
  ]);
  return {
    ...params,
    ...Object.fromEntries(hidden),
    form: {
      ...form,
      choices: { ...form.choices, reach: { en: 'Reach over layers', zh: '多层感受野' } },
    },
    window_size: {
      ...window,
      options: (given, inputs) =>
        isReach(given)
          ? wholeWindows(mapSize(inputs, 'x'))
          : (window.options?.(given, inputs) ?? []),
    },
    layers: {
      kind: 'integer',
      default: 3,
      min: 1,
      max: 8,
      when: isReach,
      label: { en: 'Layers', zh: '层数' },
      help: {
        en: 'Layers of window attention; every second one is shifted.',
        zh: '窗口注意力的层数，每隔一层移位。',
      },
    },
    row: place(0, { en: 'Row', zh: '行' }),
    column: place(1, { en: 'Column', zh: '列' }),
  };
}

export const reachCheck = (params: Params, inputs: InputAxes) =>
  checkWhole(mapSize(inputs, 'x'), num(params, 'window_size'));

export const reachSteps = {
  followed: step(
    'query',
    ['The pixel followed', '所跟踪的像素'],
    String.raw`r^0_p = [\,p = p_0\,]`,
    ['At first only the pixel itself holds its content.', '起初只有该像素自己持有其内容。'],
  ),
  allowed: step(
    'weights',
    ['Who sees whom', '可见关系'],
    String.raw`W_{ij} = [\,j \in \mathcal{W}(i)\,]`,
    [
      '1 for two pixels of one window that the region mask does not keep apart.',
      '同一窗口内且未被区域掩码隔开的两个像素为 1。',
    ],
  ),
  paths: step('feature', ['Ways in', '传入的路径数'], String.raw`n_i = \sum_j W_{ij}\, r^{l-1}_j`, [
    'From how many pixels of its window the content could come.',
    '内容可以从窗口内多少个像素传来。',
  ]),
  reached: step('weights', ['Reached', '已到达'], String.raw`\A{r^l_i} = [\,n_i > 0\,]`, [
    'Every pixel that looks at one which holds the content now holds some of it.',
    '只要看到持有该内容的像素，自身便也得到一部分。',
  ]),
  reach: step(
    'weights',
    ['Reach over the layers', '逐层的覆盖范围'],
    String.raw`\A{y_i} = \sum_l \A{r^l_i}`,
    [
      'After how many of the layers a pixel is in reach: L from the first layer on, 1 only after the last, 0 never.',
      '像素在多少层之后处于覆盖范围内：L 表示从第一层起，1 表示仅在最后一层之后，0 表示始终未及。',
    ],
  ),
} as const;

/** In how many of the layers each pixel is in reach: [H, W]. */
export function runReach(context: Context): Value {
  const { t, inputs, params, constant } = context;
  const size: Size = [inputs.x.size('height'), inputs.x.size('width')];
  const [row, column] = (['row', 'column'] as const).map(
    (name, at) => numOrNull(params, name) ?? Math.floor(size[at] / 2),
  );
  const axes = [axis('height', size[0]), axis('width', size[1])];
  const first = numbers(axes, (y, x) => (y === row && x === column ? 1 : 0));
  let reached = constant(first, 'pixel').as('followed');
  let total = constant(
    numbers(axes, () => 0),
    'nothing',
  );
  for (let layer = 1; layer <= num(params, 'layers'); layer++) {
    const shift = layer % 2 === 0 ? num(params, 'shift_size') : 0;
    reached = spread(context, reached, shift, `l\u00a0=\u00a0${layer}`);
    total = t.add(total, reached);
  }
  return total.as('reach');
}

/** One layer: whoever looks at a pixel that holds the content holds it too. [H, W] → [H, W]. */
function spread({ t, params, constant }: Context, held: Value, shift: number, part: string): Value {
  const side = num(params, 'window_size');
  const [height, width] = [held.size('height'), held.size('width')];
  const rolled = shift > 0 ? t.roll(held, { height: -shift, width: -shift }) : held;
  const cut = t.windows(rolled, [side, side], { shift: [shift, shift], height, width });
  const keys = t.rename(cut, { token: 'key' }); // [nW, w²]
  const allowed = constant(allowedPairs([height, width], side, shift), 'allowed').as(
    'allowed',
    part,
  );
  const paths = t.matMul(allowed, keys, 'key').as('paths', part); // [nW, w²]
  const reached = t.rename(t.sign(paths), { query: 'token' });
  const merged = t.unwindows(reached, height / side, width / side, [side, side]); // [H, W]
  const back = shift > 0 ? t.roll(merged, { height: shift, width: shift }) : merged;
  return back.as('reached', part);
}

/** 1 where two tokens of a window may look at each other: [window, query, key]. */
function allowedPairs(size: Size, side: number, shift: number): HostTensor {
  const mask = shiftMask(size, [side, side], shift);
  return numbers(mask.axes, (...index) => {
    const [, queries, keys] = mask.axes.map((a) => a.size);
    return mask.data[(index[0] * queries + index[1]) * keys + index[2]] === 0 ? 1 : 0;
  });
}

/**
 * ACmix: self-attention and convolution from the same projections.
 * "On the Integration of Self-Attention and Convolution", Pan, Ge, Lu, Song, Chen, Huang, Huang,
 * CVPR 2022, https://arxiv.org/abs/2111.14556
 *
 * Deviations of the published code: the two branches order their channels differently, head by head
 * and position in the head by position, which training makes up for; its convolution loses its bias
 * when it is initialised.
 */
import type { Value } from '../ops/builder';
import type { Toolkit } from '../ops/toolkit';
import { axis } from '../trace/axes';
import type { HostTensor } from '../trace/tensor';
import { acmixParams, acmixSteps, KERNEL, POSITIONS } from './acmix-texts';
import { firstOf, mustBeOdd, mustDivide, mustEqual, num, of, sizeIn } from './arguments';
import { splitHeads } from './attention';
import { numbers } from './constants';
import { defineMechanism } from './define';
import { convolve, factor, kernelOffsets, map, pointwise } from './maps';
import { conv } from './weights';

/** x and y of every pixel, each from −1 to 1. */
function coordinates(height: number, width: number): HostTensor {
  const along = (i: number, size: number): number => (size > 1 ? (2 * i) / (size - 1) - 1 : -1);
  const axes = [axis('height', height), axis('width', width), axis('channel', 2)];
  return numbers(axes, (y, x, c) => (c === 0 ? along(x, width) : along(y, height)));
}

/** Every n-th row and column. */
function everyNth(t: Toolkit, x: Value, n: number): Value {
  if (n === 1) return x;
  return (['height', 'width'] as const).reduce((map, side) => {
    const count = Math.ceil(map.size(side) / n);
    const kept = Array.from({ length: count }, (_, i) => i * n);
    return t.gather(map, side, kept, [axis(side, count)]);
  }, x);
}

export const acmix = defineMechanism({
  id: 'acmix',
  name: { en: 'ACmix', zh: 'ACmix（注意力与卷积融合）' },
  family: 'hybrid',
  attendsOver: ['pixels'],
  papers: [
    {
      title: 'On the Integration of Self-Attention and Convolution',
      authors: 'Pan, Ge, Lu, Song, Chen, Huang, Huang',
      venue: 'CVPR',
      year: 2022,
      url: 'https://arxiv.org/abs/2111.14556',
    },
  ],
  idea: {
    en: 'A 3 × 3 convolution is nine 1 × 1 convolutions whose results are shifted and added, and self-attention begins with 1 × 1 convolutions too. So both can use the same three projections, which are the costly part: one branch lets every pixel attend to its k × k neighbourhood, the other mixes, shifts and adds. Two learned factors weigh them.',
    zh: '3 × 3 卷积等于九个 1 × 1 卷积的结果移位后相加，而自注意力同样始于 1 × 1 卷积。因此二者可共用开销最大的三个投影：一个分支让每个像素关注其 k × k 邻域，另一个分支混合、移位、相加；两个可学习系数决定各自的比重。',
  },
  formula: String.raw`\Y{y} = \alpha \sum_{t \in k \times k} \A{\operatorname{softmax}_t}\!\left(\frac{\Q{q} \cdot (\K{k_t} + p - p_t)}{\sqrt{d}}\right)\V{v_t} + \beta \sum_{t \in 3 \times 3} \operatorname{shift}_t\!\left(W_t [\Q{q}; \K{k}; \V{v}]\right)`,
  complexity: String.raw`O\!\left(HW (C^2 + k^2 C)\right)`,
  classes: { ACmix: {} },
  inputs: { x: map },
  params: acmixParams,
  check(params, inputs) {
    const [height, width] = [sizeIn(inputs, 'x', 'height'), sizeIn(inputs, 'x', 'width')];
    const [stride, reach] = [num(params, 'stride'), Math.floor(num(params, 'kernel_att') / 2)];
    return firstOf(
      mustEqual(params, 'in_planes', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
      mustDivide(params, 'head', num(params, 'out_planes'), of.channels),
      mustBeOdd(params, 'kernel_att'),
      num(params, 'kernel_conv') !== KERNEL && {
        en: `kernel_conv is ${params.kernel_conv}, but the convolution pads for 3 only; choose 3.`,
        zh: `kernel_conv 为 ${params.kernel_conv}，而该卷积的填充只适用于 3；请取 3。`,
      },
      num(params, 'dilation') !== 1 &&
        reach > 0 && {
          en: `dilation is ${params.dilation}, but the neighbourhood is gathered without it; choose 1.`,
          zh: `dilation 为 ${params.dilation}，而取邻域时并未使用它；请取 1。`,
        },
      (stride < 1 || height % stride !== 0 || width % stride !== 0) && {
        en: `stride is ${stride}, which does not divide a map of ${height} × ${width}; choose one that divides both.`,
        zh: `stride 为 ${stride}，不能整除 ${height} × ${width} 的特征图；请选择能整除两边的值。`,
      },
      reach >= Math.min(height, width) && {
        en: `kernel_att is ${params.kernel_att}, whose reflection by ${reach} needs more than ${reach} pixels, but the map is ${height} × ${width}; choose a smaller one.`,
        zh: `kernel_att 为 ${params.kernel_att}，反射填充 ${reach} 需要多于 ${reach} 个像素，而特征图为 ${height} × ${width}；请取小一些。`,
      },
    );
  },
  weights(params) {
    const [inside, outside] = [num(params, 'in_planes'), num(params, 'out_planes')];
    const heads = num(params, 'head');
    return {
      rate1: factor(0.5),
      rate2: factor(0.5),
      ...conv('conv1', inside, outside, [1, 1], { identity: 'eye' }),
      ...conv('conv2', inside, outside, [1, 1], { identity: 'eye' }),
      ...conv('conv3', inside, outside, [1, 1], { identity: 'eye' }),
      ...conv('conv_p', 2, outside / heads, [1, 1], { identity: 'default' }),
      ...conv('fc', 3 * heads, POSITIONS, [1, 1], { bias: false, identity: 'default' }),
      'dep_conv.weight': {
        shape: [outside, POSITIONS, KERNEL, KERNEL],
        init: { kind: 'shifts' },
        identity: 'default',
      },
    };
  },
  steps: acmixSteps,
  telling: 'weights',
  run(context) {
    const { t, weights: w, params, constant } = context;
    const { x } = context.inputs;
    const [height, width] = [x.size('height'), x.size('width')];
    const [kernel, stride, count] = [
      num(params, 'kernel_att'),
      num(params, 'stride'),
      num(params, 'head'),
    ];
    const padding = (kernel - 1) / 2;
    const query = convolve(context, x, 'conv1').as('query'); // [B, H, W, C]
    const key = convolve(context, x, 'conv2').as('key');
    const value = convolve(context, x, 'conv3').as('value');
    const position = convolve(
      context,
      constant(coordinates(height, width), 'coordinates'),
      'conv_p',
    )
      .as('position')
      .torch('conv_p.out'); // [H, W, d]

    const places = {
      kind: 'neighbourhood',
      kernel: [kernel, kernel],
      dilation: 1,
      padding,
      height,
      width,
    } as const;
    const queries =
      stride === 1
        ? ({ kind: 'grid', height, width } as const)
        : ({ kind: 'lattice', columns: width / stride, stride, height, width } as const);
    const round = (pixels: Value): Value => {
      const sides = [padding, padding] as const;
      const mirrored = t.pad(pixels, { height: sides, width: sides }, 'reflect');
      const extra = { query: { places: queries }, key: { places } };
      return t.rename(t.unfold(mirrored, { kernel, stride }), {}, extra); // [B, L, k², C]
    };
    const asking = (pixels: Value): Value =>
      t.merge(everyNth(t, pixels, stride), ['height', 'width'], 'query', queries); // [.., L, C]

    const there = t.pick(round(t.broadcast(position, axis('batch', 1))), 'batch', 0); // [L, k², d]
    const relative = t.subtract(asking(position), there).as('relative-position');
    const keys = t.add(splitHeads(t, round(key), count), relative).as('neighbour-keys'); // [B, L, k², h, d]
    const values = splitHeads(t, round(value).as('neighbour-values'), count);
    const scaled = t
      .scale(
        splitHeads(t, asking(query), count),
        relative.size('channel') ** -0.5,
        String.raw`1/\sqrt{d}`,
      )
      .as('scaled-query'); // [B, L, h, d]
    const order = ['batch', 'head', 'query', 'key'] as const;
    const scores = t.transpose(t.matMul(scaled, keys, 'channel'), order).as('scores');
    const weights = t
      .softmax(scores, 'key')
      .as('weights')
      .torch('softmax', ['batch', 'head', 'key', 'query']);
    const summed = t.matMul(weights, values, 'key'); // [B, h, L, d]
    const heads = t.transpose(summed, ['batch', 'query', 'head', 'channel']);
    const attended = t
      .split(t.merge(heads, ['head', 'channel'], 'channel'), 'query', [
        ['height', height / stride],
        ['width', width / stride],
      ])
      .as('context'); // [B, H/s, W/s, C]

    const all = [query, key, value].map((pixels) => splitHeads(t, pixels, count));
    const mixed = t.linear(t.concat(all, 'head'), pointwise(t, w['fc.weight']), undefined, {
      axis: 'head',
    }); // [B, H, W, 9, d]
    const labels = kernelOffsets(KERNEL);
    const mixtures = t.rename(mixed, { head: 'branch' }, { branch: { labels } }).as('mixtures');
    const inward = t.transpose(mixtures, ['batch', 'height', 'width', 'channel', 'branch']);
    const convolved = convolve(
      context,
      t.merge(inward, ['channel', 'branch'], 'channel'),
      'dep_conv',
      {
        stride,
        padding: 1,
        groups: relative.size('channel'),
      },
    )
      .as('convolution')
      .torch('dep_conv.out'); // [B, H/s, W/s, C]

    const fromAttention = t.multiply(attended, w.rate1).as('attention-part');
    const fromConvolution = t.multiply(convolved, w.rate2).as('convolution-part');
    return t.add(fromAttention, fromConvolution).as('output').torch('output');
  },
});

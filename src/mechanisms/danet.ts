/**
 * Dual attention.
 * "Dual Attention Network for Scene Segmentation", Fu, Liu, Tian, Li, Bao, Fang, Lu, CVPR 2019,
 * https://arxiv.org/abs/1809.02983
 *
 * Deviations: scores are divided by √ of the width and results pass an output layer; queries and keys
 * keep all channels, the paper's have an eighth; the paper adds the input back by learned factors. The
 * output layer over the positions ties the channel branch to one map size. The published code ignores
 * its arguments and is fixed to 512 channels at 7 × 7; this file follows a copy that passes them on.
 */
import type { Value } from '../ops/builder';
import type { Part } from '../trace/graph';
import { firstOf, mustBeOdd, mustEqual, num, of, sizeIn } from './arguments';
import { attendInHeads } from './attention';
import { type Context, defineMechanism, type Param } from './define';
import { convolve, map } from './maps';
import { dense, project, projectedWeights } from './projected';
import { channels, oddKernel } from './shared-params';
import { step, terms } from './terms';
import { conv, linear } from './weights';

const side = (role: 'height' | 'width', label: Param['label']): Param => ({
  kind: 'integer',
  default: null,
  min: 1,
  max: 4096,
  follows: (inputs) => sizeIn(inputs, 'input', role),
  label,
  help: {
    en: 'Side of the map; the channel branch has a layer over all its pixels and works at this size only.',
    zh: '特征图的边长；通道分支含有跨全部像素的线性层，只适用于这一大小。',
  },
});

export const danet = defineMechanism({
  id: 'danet',
  name: { en: 'Dual attention (DANet)', zh: '双路注意力（DANet）' },
  family: 'channel-spatial',
  attendsOver: ['pixels', 'channels'],
  papers: [
    {
      title: 'Dual Attention Network for Scene Segmentation',
      authors: 'Fu, Liu, Tian, Li, Bao, Fang, Lu',
      venue: 'CVPR',
      year: 2019,
      url: 'https://arxiv.org/abs/1809.02983',
    },
  ],
  idea: {
    en: 'Two self-attentions over the same map: in one every pixel attends to every pixel, so that distant parts of the same thing agree; in the other every channel attends to every channel, so that related classes support each other. Their results are added. Made for the last, small map of a segmentation network: both matrices grow with the square of what they compare.',
    zh: '对同一张特征图做两路自注意力：一路中像素关注所有像素，使同一物体相距很远的部分取得一致；另一路中通道关注所有通道，使相关类别互相支持；两路结果相加。用于分割网络最后的小特征图：两个矩阵都随比较对象数目的平方增长。',
  },
  formula: String.raw`\Y{Y} = \A{\operatorname{softmax}}\!\left(\frac{\Q{Q}\K{K}^\top}{\sqrt{C}}\right)\!\V{V} W_p^\top + \left[\A{\operatorname{softmax}}\!\left(\frac{X' X'^\top}{\sqrt{HW}}\right)\! X' W_c^\top\right]^\top`,
  complexity: String.raw`O\!\left((HW)^2 C + HWC^2\right)`,
  classes: { DAModule: {} },
  inputs: { input: map },
  params: {
    d_model: channels('input'),
    kernel_size: oddKernel(3, 15, {
      en: 'Side of the convolution in front of each branch; odd.',
      zh: '每个分支之前卷积的核边长，须为奇数。',
    }),
    H: side('height', { en: 'Height', zh: '高' }),
    W: side('width', { en: 'Width', zh: '宽' }),
  },
  check: (params, inputs) =>
    firstOf(
      mustEqual(params, 'd_model', sizeIn(inputs, 'input', 'channel'), of.inputChannels),
      mustBeOdd(params, 'kernel_size'),
      // The published layers only know the product of both sides.
      num(params, 'H') * num(params, 'W') !==
        sizeIn(inputs, 'input', 'height') * sizeIn(inputs, 'input', 'width') && {
        en: `H × W is ${num(params, 'H')} × ${num(params, 'W')}, but the map is ${sizeIn(inputs, 'input', 'height')} × ${sizeIn(inputs, 'input', 'width')}; make them equal.`,
        zh: `H × W 为 ${num(params, 'H')} × ${num(params, 'W')}，而特征图为 ${sizeIn(inputs, 'input', 'height')} × ${sizeIn(inputs, 'input', 'width')}；两者必须一致。`,
      },
    ),
  weights(params) {
    const [channel, size] = [num(params, 'd_model'), num(params, 'kernel_size')];
    const pixels = num(params, 'H') * num(params, 'W');
    const [position, across] = ['position_attention_module', 'channel_attention_module'];
    const single = { d_model: channel, d_k: channel, d_v: channel, h: 1 };
    return {
      ...conv(`${position}.cnn`, channel, channel, [size, size], { identity: 'eye' }),
      ...projectedWeights(single, `${position}.pa.`),
      ...conv(`${across}.cnn`, channel, channel, [size, size], { identity: 'eye' }),
      ...linear(`${across}.pa.fc_o`, pixels, pixels, { identity: 'eye' }),
    };
  },
  steps: {
    features: step(
      'feature',
      ['Features of a branch', '分支的特征'],
      String.raw`X' = w * \X{x} + b`,
      [
        'Each branch has a convolution of its own in front of its attention.',
        '每个分支在注意力之前有自己的卷积。',
      ],
    ),
    query: terms.query,
    key: terms.key,
    value: terms.value,
    products: {
      ...terms.products,
      note: {
        en: 'Pixels are compared by their channels; channels are compared by their maps, as they are.',
        zh: '像素按其通道比较；通道则直接按各自的特征图比较。',
      },
    },
    scores: {
      ...terms.scores,
      formula: String.raw`\S{s_{ij}} = \frac{\S{e_{ij}}}{\sqrt{C}} \;\text{ or }\; \frac{\S{e_{ij}}}{\sqrt{HW}}`,
      note: {
        en: 'Divided by √ of the length that was summed over: the channels for pixels, the pixels for channels.',
        zh: '除以求和长度的平方根：像素之间为 √C，通道之间为 √(HW)。',
      },
    },
    weights: {
      ...terms.weights,
      note: {
        en: 'For each pixel the weights of all pixels sum to 1; for each channel those of all channels.',
        zh: '每个像素对所有像素的权重和为 1；每个通道对所有通道的权重和为 1。',
      },
    },
    context: {
      ...terms.context,
      note: {
        en: 'Each pixel adds up the values of all pixels, each channel the maps of all channels.',
        zh: '每个像素对所有像素的值加权求和，每个通道对所有通道的图加权求和。',
      },
    },
    projected: step(
      'feature',
      ['Output of a branch', '分支的输出'],
      String.raw`P = \Y{o}\, W_O^\top + b_O`,
      [
        'A last layer mixes the channels in the pixel branch, and the pixels in the channel branch.',
        '最后一层在像素分支中混合通道，在通道分支中混合像素。',
      ],
    ),
    output: {
      ...terms.output,
      formula: String.raw`\Y{Y} = P^{\text{pixels}} + P^{\text{channels}}`,
      note: { en: 'Both branches are added.', zh: '两个分支相加。' },
    },
  },
  telling: 'weights',
  run(context) {
    const { t } = context;
    const x = context.inputs.input;
    const onMap = [
      ['height', x.size('height')],
      ['width', x.size('width')],
    ] as const;
    const byPixel = t.split(overPixels(context, x), 'query', onMap); // [B, H, W, C]
    const byChannel = t.split(overChannels(context, x), 'channel', onMap); // [B, query C, H, W]
    return t
      .add(byPixel, t.rename(byChannel, { query: 'channel' }))
      .as('output')
      .torch('output');
  },
});

/** Every pixel attends to every pixel: [B, query HW, channel C]. */
function overPixels(context: Context, x: Value): Value {
  const { t } = context;
  const name = 'position_attention_module';
  const part = { en: 'pixels', zh: '像素' };
  const features = convolution(context, x, name, part);
  const keys = t.merge(features, ['height', 'width'], 'key'); // [B, HW, C]
  const queries = t.merge(features, ['height', 'width'], 'query'); // [B, HW, C]
  const projected = project(context, { queries, keys, values: keys }, `${name}.pa.`, part);
  const { weights, context: gathered } = attendInHeads(t, projected, 1, [], { part });
  weights.torch(`${name}.pa@torch.softmax`, ['batch', 'head', 'query', 'key']); // [B, 1, HW, HW]
  return dense(context, gathered, `${name}.pa.fc_o`)
    .as('projected', part)
    .torch(`${name}.out`, ['batch', 'query', 'channel']);
}

/** Every channel attends to every channel, by its pixels: [B, query C, channel HW]. */
function overChannels(context: Context, x: Value): Value {
  const { t } = context;
  const name = 'channel_attention_module';
  const part = { en: 'channels', zh: '通道' };
  const features = convolution(context, x, name, part);
  const places = { kind: 'channel' } as const;
  // Channels stand where tokens do, and pixels are what they are compared by.
  const tokens = (role: 'query' | 'key'): Value =>
    t.merge(
      t.rename(features, { channel: role }, { [role]: { places } }),
      ['height', 'width'],
      'channel',
    ); // [B, channel HW, C]
  const [query, key] = [tokens('query'), tokens('key')];
  const { weights, context: gathered } = attendInHeads(t, { query, key, value: key }, 1, [], {
    part,
  });
  weights.torch(`${name}.pa@torch.softmax`, ['batch', 'head', 'query', 'key']); // [B, 1, C, C]
  return dense(context, gathered, `${name}.pa.fc_o`)
    .as('projected', part)
    .torch(`${name}.out`, ['batch', 'query', 'channel']);
}

/** The convolution in front of a branch: [B, H, W, C]. */
function convolution(context: Context, x: Value, name: string, part: Part): Value {
  const padding = (num(context.params, 'kernel_size') - 1) / 2;
  return convolve(context, x, `${name}.cnn`, { padding }).as('features', part);
}

/**
 * MobileViT block.
 * "MobileViT: Light-weight, General-purpose, and Mobile-friendly Vision Transformer", Mehta, Rastegari,
 * ICLR 2022, https://arxiv.org/abs/2110.02178
 *
 * Deviations: no normalisation or activation after the convolutions; depth, heads and widths of the
 * transformer are fixed; patches of 7 × 7 by default, where the paper has 2 × 2.
 */
import type { Value } from '../ops/builder';
import {
  firstOf,
  mustBeOdd,
  mustBePositive,
  mustEqual,
  num,
  of,
  range,
  sizeIn,
  squareSides,
} from './arguments';
import { attendInHeads } from './attention';
import { residualPair } from './block';
import { type Context, defineMechanism } from './define';
import { convolve, map } from './maps';
import { layerNorm } from './mlp';
import { dense } from './projected';
import { channels, oddKernel } from './shared-params';
import { step, terms } from './terms';
import { conv, linear, norm } from './weights';

/** What the class fixes. */
const DEPTH = 3;
const HEADS = 8;
const INNER = HEADS * 64;
const HIDDEN = 1024;

/** Layers by the prefix of their weights, and the names that tell their steps apart. */
const LAYERS = range(0, DEPTH - 1).map((i) => ({ prefix: `trans.layers.${i}`, part: `${i + 1}` }));

export const mobilevit = defineMechanism({
  id: 'mobilevit',
  name: { en: 'MobileViT block', zh: 'MobileViT 模块' },
  family: 'hybrid',
  attendsOver: ['pixels'],
  papers: [
    {
      title: 'MobileViT: Light-weight, General-purpose, and Mobile-friendly Vision Transformer',
      authors: 'Mehta, Rastegari',
      venue: 'ICLR',
      year: 2022,
      url: 'https://arxiv.org/abs/2110.02178',
    },
  ],
  idea: {
    en: 'A convolution looks at the surroundings of a pixel, then a small transformer lets it attend to the whole image, but only to the pixels at its own place in every patch. The convolution has already told each of them about its patch, so that p² short attentions reach everything, at a p²-th of the cost. Made for networks on phones.',
    zh: '先用卷积看像素的周围，再用小型 Transformer 让它关注整幅图像，但只关注各图块中与它同一位置的像素。卷积已把图块内的信息告诉了它们，因此 p² 个短注意力即可触及全图，开销仅为 1/p²。为手机端网络而设计。',
  },
  formula: String.raw`\Y{Y} = w_4 * [\X{X};\, w_3 * \operatorname{fold}(T_3)],\quad T_l^{(p)} = \operatorname{FFN}\!\left(\A{\operatorname{softmax}}\!\left(\frac{\Q{Q}\K{K}^\top}{\sqrt{d}}\right)\V{V}\right)\text{ at each place } p`,
  complexity: String.raw`O\!\left(\frac{(HW)^2}{p^2}\, d_{\text{in}} + HW (k^2 C^2 + D\, d_{\text{in}})\right)`,
  classes: { MobileViTAttention: {} },
  inputs: { x: map },
  params: {
    in_channel: channels('x'),
    dim: {
      kind: 'integer',
      default: 64,
      omitted: 512,
      min: 1,
      max: 1024,
      log: true,
      label: { en: 'Width of the transformer', zh: 'Transformer 宽度' },
      help: {
        en: 'Channels of a token inside the transformer.',
        zh: 'Transformer 内每个词元的通道数。',
      },
    },
    kernel_size: oddKernel(3, 15, {
      en: 'Side of the first and the last convolution; odd.',
      zh: '首尾两层卷积的核边长，须为奇数。',
    }),
    patch_size: {
      kind: 'integer',
      default: 2,
      omitted: 7,
      min: 1,
      max: 64,
      options: (_params, inputs) => squareSides(inputs, 'x'),
      label: { en: 'Patch side', zh: '图块边长' },
      help: {
        en: 'Side of the patches; it must divide height and width. A pixel attends to one pixel of each.',
        zh: '图块边长，须整除高和宽；像素只关注每个图块中的一个像素。',
      },
    },
  },
  check(params, inputs) {
    const [height, width] = [sizeIn(inputs, 'x', 'height'), sizeIn(inputs, 'x', 'width')];
    const patch = num(params, 'patch_size');
    return firstOf(
      mustEqual(params, 'in_channel', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
      mustBePositive(params, 'dim'),
      mustBeOdd(params, 'kernel_size'),
      (patch < 1 || height % patch !== 0 || width % patch !== 0) && {
        en: `patch_size is ${patch}, but a map of ${height} × ${width} needs one that divides both; choose one of ${squareSides(inputs, 'x').join(', ')}.`,
        zh: `patch_size 为 ${patch}，而 ${height} × ${width} 的特征图要求它能整除两边；可选 ${squareSides(inputs, 'x').join(', ')}。`,
      },
    );
  },
  weights(params) {
    const [channel, dim] = [num(params, 'in_channel'), num(params, 'dim')];
    const size = num(params, 'kernel_size');
    const layers = LAYERS.map(({ prefix }) => ({
      ...norm(`${prefix}.0.ln`, dim),
      ...linear(`${prefix}.0.fn.to_qkv`, dim, 3 * INNER, { bias: false }),
      ...linear(`${prefix}.0.fn.to_out.0`, INNER, dim),
      ...norm(`${prefix}.1.ln`, dim),
      ...linear(`${prefix}.1.fn.net.0`, dim, HIDDEN),
      ...linear(`${prefix}.1.fn.net.3`, HIDDEN, dim),
    }));
    return Object.assign(
      {},
      conv('conv1', channel, channel, [size, size]),
      conv('conv2', channel, dim, [1, 1]),
      ...layers,
      conv('conv3', dim, channel, [1, 1]),
      conv('conv4', 2 * channel, channel, [size, size]),
    );
  },
  steps: {
    local: step('feature', ['Local features', '局部特征'], String.raw`u = w_1 * \X{X} + b_1`, [
      'A convolution tells every pixel about its surroundings.',
      '卷积让每个像素了解周围。',
    ]),
    widened: step('feature', ['Widened pixels', '升维后的像素'], 'y = w_2 * u + b_2', [
      'A 1 × 1 convolution brings the pixels to the width of the transformer.',
      '1 × 1 卷积把像素变到 Transformer 的宽度。',
    ]),
    patches: step(
      'feature',
      ['Pixels by their place in the patch', '按图块内位置分组的像素'],
      String.raw`T_0 \in \mathbb{R}^{p^2 \times n \times D}`,
      [
        'The pixels at the same place of all n patches make one sequence; there are p² of them.',
        '所有 n 个图块中同一位置的像素组成一个序列，共 p² 个序列。',
      ],
    ),
    normalised1: terms.normalised1,
    query: { ...terms.query, formula: String.raw`\Q{Q} = \hat x W_Q^\top` },
    key: { ...terms.key, formula: String.raw`\K{K} = \hat x W_K^\top` },
    value: { ...terms.value, formula: String.raw`\V{V} = \hat x W_V^\top` },
    products: terms.products,
    scores: terms.scores,
    weights: {
      ...terms.weights,
      note: {
        en: 'Each pixel spreads its weight over the pixels at its own place in all patches; the weights sum to 1.',
        zh: '每个像素把权重分配给各图块中同一位置的像素，权重和为 1。',
      },
    },
    context: terms.context,
    attended: { ...terms.output, role: 'feature', title: { en: 'Attention', zh: '注意力结果' } },
    residual1: terms.residual1,
    normalised2: terms.normalised2,
    expanded: terms.expanded,
    activated: {
      ...terms.activated,
      title: { en: 'MLP, SiLU', zh: 'MLP 的 SiLU' },
      formula: String.raw`h = u\,\sigma(u)`,
      note: {
        en: 'SiLU passes large values and fades out negative ones.',
        zh: 'SiLU 放行较大的值，抑制负值。',
      },
    },
    contracted: terms.contracted,
    'block-output': {
      ...terms.blockOutput,
      role: 'feature',
      title: { en: 'Layer output', zh: '层输出' },
      formula: "T_l = x' + m",
      note: {
        en: 'The second residual sum ends a layer of the transformer.',
        zh: '第二次残差相加，结束一层 Transformer。',
      },
    },
    folded: step('feature', ['Map again', '还原为特征图'], String.raw`\operatorname{fold}(T_3)`, [
      'Every pixel goes back to its place.',
      '每个像素回到原位。',
    ]),
    narrowed: step(
      'feature',
      ['Narrowed pixels', '降维后的像素'],
      String.raw`g = w_3 * \operatorname{fold}(T_3) + b_3`,
      ['A 1 × 1 convolution returns to the channels of the input.', '1 × 1 卷积恢复输入的通道数。'],
    ),
    fused: step(
      'feature',
      ['Input and global features', '输入与全局特征'],
      String.raw`[\X{X};\, g]`,
      [
        'The input is put beside what the transformer has found.',
        '把输入与 Transformer 的结果并排。',
      ],
    ),
    output: {
      ...terms.output,
      formula: String.raw`\Y{Y} = w_4 * [\X{X};\, g] + b_4`,
      note: { en: 'A last convolution fuses both.', zh: '最后一个卷积融合二者。' },
    },
  },
  telling: 'weights',
  run(context) {
    const { t, params } = context;
    const { x } = context.inputs;
    const padding = (num(params, 'kernel_size') - 1) / 2;
    const patch = num(params, 'patch_size');
    const [rows, columns] = [x.size('height') / patch, x.size('width') / patch];

    const local = convolve(context, x, 'conv1', { padding }).as('local'); // [B, H, W, C]
    const widened = convolve(context, local, 'conv2').as('widened'); // [B, H, W, D]
    // A window holds one pixel of each patch.
    const size = [rows, columns] as const;
    let tokens = t.windows(widened, size, { spread: true }).as('patches'); // [B, p², n, D]
    for (const layer of LAYERS) tokens = transformerLayer(context, tokens, layer);
    const folded = t.unwindows(tokens, patch, patch, size, { spread: true }).as('folded'); // [B, H, W, D]

    const narrowed = convolve(context, folded, 'conv3').as('narrowed'); // [B, H, W, C]
    const fused = t.concat([x, narrowed], 'channel').as('fused'); // [B, H, W, 2C]
    return convolve(context, fused, 'conv4', { padding }).as('output').torch('output');
  },
});

/** x' = x + attention(LN x), then x' + MLP(LN x'), on tokens [B, window, token, D]. */
function transformerLayer(
  context: Context,
  x: Value,
  { prefix, part }: (typeof LAYERS)[number],
): Value {
  const { t, weights: w } = context;
  const attend = (normalised: Value): Value => {
    const thirds = t.parts(w[`${prefix}.0.fn.to_qkv.weight`], 'output', [INNER, INNER, INNER]);
    const queries = t.rename(normalised, { token: 'query' });
    const keys = t.rename(normalised, { token: 'key' });
    const query = t.linear(queries, thirds[0]).as('query', part); // [B, p², n, h·d]
    const key = t.linear(keys, thirds[1]).as('key', part);
    const value = t.linear(keys, thirds[2]).as('value', part);
    const attended = attendInHeads(t, { query, key, value }, HEADS, [], { part });
    attended.weights.torch(`${prefix}.0.fn.attend`, ['batch', 'window', 'head', 'query', 'key']);
    const projected = dense(context, attended.context, `${prefix}.0.fn.to_out.0`);
    return t.rename(projected, { query: 'token' });
  };
  const feed = (normalised: Value): Value => {
    const expanded = dense(context, normalised, `${prefix}.1.fn.net.0`).as('expanded', part);
    const activated = t.silu(expanded).as('activated', part);
    return dense(context, activated, `${prefix}.1.fn.net.3`).as('contracted', part);
  };
  const norm1 = (y: Value): Value => layerNorm(context, y, `${prefix}.0.ln`);
  const norm2 = (y: Value): Value => layerNorm(context, y, `${prefix}.1.ln`);
  return residualPair(t, x, { norm1, attend, norm2, feed }, part);
}

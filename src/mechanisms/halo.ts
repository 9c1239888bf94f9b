/**
 * Local attention with halos of HaloNet.
 * "Scaling Local Self-Attention for Parameter Efficient Visual Backbones", Vaswani, Ramachandran,
 * Srinivas, Parmar, Hechtman, Shlens, CVPR 2021, https://arxiv.org/abs/2103.12731
 *
 * Deviation of the published code: its mask is inverted and hides the pixels of the image instead of
 * the padding round it.
 */
import type { Value } from '../ops/builder';
import type { Toolkit } from '../ops/toolkit';
import { axis } from '../trace/axes';
import type { HostTensor } from '../trace/tensor';
import { choice, firstOf, mustEqual, num, of, sizeIn, squareSides } from './arguments';
import { mergeHeads, splitHeads } from './attention';
import { numbers } from './constants';
import { defineMechanism, type Params } from './define';
import { haloSteps } from './halo-steps';
import { map } from './maps';
import { channels, freeHeads, headDim, variant } from './shared-params';
import { linear, table } from './weights';

/**
 * The score that the published code gives to what it hides: the lowest number in 32 bits, here rounded
 * up, because the WebGPU softmax takes nothing below −3.402823·10³⁸ for a maximum. It makes no difference
 * to the weights.
 */
const LOWEST = -3.4e38;

interface Blocks {
  /** Sides of a block of queries and of the square of keys round it. */
  readonly block: number;
  readonly reach: number;
  readonly halo: number;
  readonly rows: number;
  readonly columns: number;
}

function blocksOf(params: Params, height: number, width: number): Blocks {
  const [block, halo] = [num(params, 'block_size'), num(params, 'halo_size')];
  return { block, halo, reach: block + 2 * halo, rows: height / block, columns: width / block };
}

/** 1 where a key of a block is padding (`hidden` = 'padding'), or where it is a pixel of the image. */
function mask(
  { block, reach, halo, rows, columns }: Blocks,
  hidden: 'padding' | 'image',
): HostTensor {
  const axes = [axis('window', rows * columns), axis('key', reach * reach)];
  const inside = (at: number, size: number): boolean => at >= 0 && at < size;
  return numbers(axes, (window, key) => {
    const y = Math.floor(window / columns) * block - halo + Math.floor(key / reach);
    const x = (window % columns) * block - halo + (key % reach);
    const pixel = inside(y, rows * block) && inside(x, columns * block);
    return pixel === (hidden === 'image') ? 1 : 0;
  });
}

/** Embedding of the offset of every key from every query of a block: [b², r², d]. */
function offsetEmbedding(t: Toolkit, { block, reach }: Blocks, rows: Value, columns: Value): Value {
  const pairs = [axis('query', block * block), axis('key', reach * reach)];
  const indices = (along: (n: number, side: number) => number): number[] =>
    Array.from({ length: block * block * reach * reach }, (_, i) => {
      const [query, key] = [Math.floor(i / (reach * reach)), i % (reach * reach)];
      return along(key, reach) - along(query, block) + reach - 1;
    });
  const vertical = indices((n, side) => Math.floor(n / side));
  const horizontal = indices((n, side) => n % side);
  return t.add(
    t.gather(rows, 'output', vertical, pairs),
    t.gather(columns, 'output', horizontal, pairs),
  );
}

export const halo = defineMechanism({
  id: 'halo',
  name: { en: 'Halo attention (HaloNet)', zh: '光晕注意力（HaloNet）' },
  family: 'window',
  attendsOver: ['pixels', 'windows'],
  papers: [
    {
      title: 'Scaling Local Self-Attention for Parameter Efficient Visual Backbones',
      authors: 'Vaswani, Ramachandran, Srinivas, Parmar, Hechtman, Shlens',
      venue: 'CVPR',
      year: 2021,
      url: 'https://arxiv.org/abs/2103.12731',
    },
  ],
  idea: {
    en: 'The map is cut into blocks, and all pixels of a block share one neighbourhood: the block and a halo of pixels round it. So every pixel sees beyond the border of its block, which plain windows do not allow, and neighbouring queries reuse the same keys, which a sliding window does not allow. Learned embeddings of rows and columns tell a query where a key lies.',
    zh: '把特征图切成块，同一块的所有像素共用一个邻域：该块及其外围一圈光晕。于是每个像素都能看到块外，这是普通窗口做不到的；相邻查询又共用同一组键，这是滑动窗口做不到的。可学习的行、列嵌入告诉查询键所在的方位。',
  },
  formula: String.raw`\Y{y_{p}} = \sum_{j \in \text{block}(p) + \text{halo}} \A{\operatorname{softmax}_j}\!\left(\frac{\Q{q_p} \cdot (\K{k_j} + r_{j-p})}{\sqrt{d}}\right) \V{v_j}`,
  complexity: String.raw`O\!\left(HW \left((b + 2 h_{\text{halo}})^2\, hd + C\, hd\right)\right)`,
  classes: { HaloAttention: {} },
  inputs: { x: map },
  params: {
    variant: variant({
      en: 'The mask of the published code is inverted: a block inside the image gives all its keys the same weight, and one at the border attends to nothing but zero padding, so that its output is the bias alone.',
      zh: '公开代码的掩码取反了：图像内部的块对所有键给出相同权重，靠边的块只关注零填充，输出仅剩偏置。',
    }),
    dim: channels('x'),
    block_size: {
      kind: 'integer',
      default: 8,
      min: 1,
      max: 64,
      options: (_params, inputs) => squareSides(inputs, 'x'),
      label: { en: 'Block side', zh: '块边长' },
      help: {
        en: 'Side of the blocks of queries; it must divide height and width.',
        zh: '查询块的边长，须整除高和宽。',
      },
    },
    halo_size: {
      kind: 'integer',
      default: 3,
      min: 1,
      max: 16,
      label: { en: 'Halo', zh: '光晕宽度' },
      help: {
        en: 'Pixels beyond the block that its queries see on every side.',
        zh: '查询在块外每一侧还能看到的像素数。',
      },
    },
    dim_head: headDim(64),
    heads: freeHeads(8),
  },
  check(params, inputs) {
    const [height, width] = [sizeIn(inputs, 'x', 'height'), sizeIn(inputs, 'x', 'width')];
    const block = num(params, 'block_size');
    return firstOf(
      mustEqual(params, 'dim', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
      (block < 1 || height % block !== 0 || width % block !== 0) && {
        en: `block_size is ${block}, but a map of ${height} × ${width} needs a block that divides both; choose one of ${squareSides(inputs, 'x').join(', ')}.`,
        zh: `block_size 为 ${block}，而 ${height} × ${width} 的特征图要求块能整除两边；可选 ${squareSides(inputs, 'x').join(', ')}。`,
      },
      num(params, 'halo_size') < 1 && {
        en: `halo_size is ${params.halo_size}, but the class needs at least 1; choose a larger one.`,
        zh: `halo_size 为 ${params.halo_size}，该类要求至少为 1；请取大一些。`,
      },
    );
  },
  weights(params) {
    const [dim, width] = [num(params, 'dim'), num(params, 'dim_head')];
    const inside = width * num(params, 'heads');
    const reach = num(params, 'block_size') + 2 * num(params, 'halo_size');
    const offsets = table([2 * reach - 1, width], width ** -0.5, ['output', 'channel']);
    return {
      'rel_pos_emb.rel_height': offsets,
      'rel_pos_emb.rel_width': offsets,
      ...linear('to_q', dim, inside, { bias: false, identity: 'eye' }),
      ...linear('to_kv', dim, 2 * inside, { bias: false, identity: 'eye' }),
      ...linear('to_out', inside, dim, { identity: 'eye' }),
    };
  },
  steps: haloSteps,
  telling: 'weights',
  run({ t, inputs: { x }, weights: w, params, constant }) {
    const [height, width] = [x.size('height'), x.size('width')];
    const blocks = blocksOf(params, height, width);
    const { block, reach, rows, columns } = blocks;
    const count = num(params, 'heads');
    const inside = count * num(params, 'dim_head');

    // Projected once for each pixel, then gathered: the padding stays zero, as there is no bias.
    const [wk, wv] = t.parts(w['to_kv.weight'], 'output', [inside, inside]);
    const query = t.linear(x, w['to_q.weight']).as('query'); // [B, H, W, h·d]
    const key = t.linear(x, wk).as('key');
    const value = t.linear(x, wv).as('value');
    const queries = t.rename(t.windows(query, [block, block]), { token: 'query' }).as('blocks'); // [B, n, b², h·d]
    const places = {
      kind: 'window',
      rows,
      columns,
      size: [block, block],
      shift: [0, 0],
      height,
      width,
      halo: blocks.halo,
    } as const;
    const round = (pixels: Value): Value => {
      const squares = t.unfold(pixels, { kernel: reach, stride: block, padding: blocks.halo });
      const extra = { window: { places: undefined }, key: { places } };
      return t.rename(squares, { query: 'window' }, extra); // [B, n, r², h·d]
    };
    const keys = round(key).as('halo-keys');
    const values = round(value).as('halo-values');

    const scaled = t
      .scale(splitHeads(t, queries, count), num(params, 'dim_head') ** -0.5, String.raw`1/\sqrt{d}`)
      .as('scaled-query'); // [B, n, b², h, d]
    const products = t.matMul(scaled, splitHeads(t, keys, count), 'channel').as('products'); // [B, n, h, b², r²]
    const offsets = offsetEmbedding(
      t,
      blocks,
      w['rel_pos_emb.rel_height'],
      w['rel_pos_emb.rel_width'],
    ).as('offset-embedding');
    const order = ['batch', 'window', 'head', 'query', 'key'] as const;
    const positions = t
      .transpose(t.matMul(scaled, offsets, 'channel'), order)
      .as('position-scores')
      .torch('rel_pos_emb.out', order);
    const scores = t.add(products, positions).as('scores');

    const asPaper = choice(params, 'variant') === 'paper';
    const hidden = constant(mask(blocks, asPaper ? 'padding' : 'image'), 'hidden keys').as(
      'hidden',
    );
    const masked = t.mask(scores, hidden, asPaper ? undefined : LOWEST).as('masked');
    const weights = t.softmax(masked, 'key').as('weights').torch('root@Tensor.softmax', order);

    const context = t.matMul(weights, splitHeads(t, values, count), 'key').as('context'); // [B, n, h, b², d]
    const projected = t
      .linear(mergeHeads(t, context), w['to_out.weight'], w['to_out.bias'])
      .as('projected'); // [B, n, b², C]
    const tokens = t.rename(projected, { query: 'token' });
    return t.unwindows(tokens, rows, columns, [block, block]).as('output').torch('output');
  },
});

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
import { choice, divisors, firstOf, mustEqual, num, of, sizeIn } from './arguments';
import { mergeHeads, splitHeads } from './attention';
import { numbers } from './constants';
import { defineMechanism, type InputAxes, type Params } from './define';
import { map } from './maps';
import { channels, freeHeads, headDim, variant } from './shared-params';
import { step, terms } from './terms';
import { linear, table } from './weights';

/** The score that the published code gives to what it hides: the lowest number in 32 bits. */
const LOWEST = -3.4028234663852886e38;

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

/** Blocks that fit the map without a rest. */
const blockOptions = (inputs: InputAxes): number[] => {
  const width = sizeIn(inputs, 'x', 'width');
  return divisors(sizeIn(inputs, 'x', 'height')).filter((n) => width % n === 0);
};

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
      options: (_params, inputs) => blockOptions(inputs),
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
        en: `block_size is ${block}, but a map of ${height} × ${width} needs a block that divides both; choose one of ${blockOptions(inputs).join(', ')}.`,
        zh: `block_size 为 ${block}，而 ${height} × ${width} 的特征图要求块能整除两边；可选 ${blockOptions(inputs).join(', ')}。`,
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
  steps: {
    query: { ...terms.query, formula: String.raw`\Q{Q} = \X{X} W_Q^\top` },
    key: { ...terms.key, formula: String.raw`\K{K} = \X{X} W_K^\top` },
    value: { ...terms.value, formula: String.raw`\V{V} = \X{X} W_V^\top` },
    blocks: step(
      'query',
      ['Queries in blocks', '分块的查询'],
      String.raw`\Q{Q} \to \Q{Q_{\text{block}}} \in \mathbb{R}^{b^2 \times hd}`,
      [
        'The queries are cut into blocks of b × b pixels that do not overlap.',
        '查询被切成互不重叠的 b × b 块。',
      ],
    ),
    'halo-keys': step(
      'key',
      ['Keys with their halo', '带光晕的键'],
      String.raw`\K{K_{\text{block}}} \in \mathbb{R}^{r^2 \times hd},\quad r = b + 2 h_{\text{halo}}`,
      [
        'The keys of a block are those of its pixels and of a halo round it; halos overlap, and beyond the image they are zeros.',
        '一个块的键包括块内像素及其外围光晕；相邻块的光晕互相重叠，超出图像处补零。',
      ],
    ),
    'halo-values': step(
      'value',
      ['Values with their halo', '带光晕的值'],
      String.raw`\V{V_{\text{block}}} \in \mathbb{R}^{r^2 \times hd}`,
      ['The values of the same pixels.', '同一批像素的值。'],
    ),
    'scaled-query': step(
      'query',
      ['Scaled queries', '缩放后的查询'],
      String.raw`\Q{\hat q} = \Q{q} / \sqrt{d}`,
      [
        'Scaling the queries instead of the scores gives the same and is cheaper.',
        '缩放查询与缩放分数等价，但更省计算。',
      ],
    ),
    products: terms.products,
    'offset-embedding': step(
      'position',
      ['Embeddings of the offsets', '偏移嵌入'],
      String.raw`r_{j-p} = r^{\text{row}}_{y_j - y_p} + r^{\text{col}}_{x_j - x_p}`,
      [
        'Each offset between a key and a query has a learned vector: one for its rows plus one for its columns.',
        '键与查询之间的每种偏移对应一个可学习向量：行向量与列向量之和。',
      ],
    ),
    'position-scores': step(
      'bias',
      ['Scores of the offsets', '偏移分数'],
      String.raw`\S{b_{pj}} = \Q{\hat q_p} \cdot r_{j-p}`,
      [
        'The query says how much it cares for each offset, whatever lies there.',
        '查询对每种偏移的偏好，与那里的内容无关。',
      ],
    ),
    scores: {
      ...terms.scores,
      title: { en: 'Scores', zh: '分数' },
      formula: String.raw`\S{s_{pj}} = \Q{\hat q_p} \cdot \K{k_j} + \S{b_{pj}}`,
      note: { en: 'Content and position are added.', zh: '内容分数与位置分数相加。' },
    },
    hidden: step(
      'mask',
      ['Hidden keys', '被隐藏的键'],
      String.raw`M_{j} = 1 \;\text{ where } j \text{ is hidden}`,
      [
        'The paper hides the padding beyond the image; the published code hides the image and leaves the padding.',
        '论文隐藏图像外的填充；公开代码却隐藏图像而保留填充。',
      ],
    ),
    masked: terms.masked,
    weights: {
      ...terms.weights,
      note: {
        en: 'For each query, the weights of the r² keys of its block sum to 1.',
        zh: '对每个查询，所在块的 r² 个键的权重和为 1。',
      },
    },
    context: terms.context,
    projected: {
      ...terms.output,
      role: 'feature',
      title: { en: 'Projected blocks', zh: '投影后的块' },
    },
    output: {
      ...terms.output,
      formula: String.raw`\Y{Y} = \operatorname{unblock}(\cdot)`,
      note: { en: 'The blocks are put together to a map again.', zh: '把各块拼回特征图。' },
    },
  },
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

import type { Value } from '../ops/builder';
import type { Text } from '../trace/text';
import { mapSize, num } from './arguments';
import type { Context, InputAxes, Param, Params } from './define';
import { layerNorm } from './mlp';
import { step } from './terms';
import { linear, norm, table, type Weights } from './weights';

/** What whole networks have round their blocks: position embedding, mean, classifier, arguments. */

/** One learned vector for each position, added to the embedding: [1, H·W, C]. */
export const positionEmbeddingWeights = (tokens: number, channel: number): Weights => ({
  absolute_pos_embed: table([1, tokens, channel], 0.02, ['batch', 'token', 'channel']),
});

/** The map with the position embedding added. Step: placed. */
export function embedPositions({ t, weights: w }: Context, x: Value): Value {
  const onMap = t.split(w.absolute_pos_embed, 'token', [
    ['height', x.size('height')],
    ['width', x.size('width')],
  ]);
  return t.add(x, onMap).as('placed');
}

export const classifierWeights = (
  normName: string,
  headName: string,
  channel: number,
  classes: number,
): Weights => ({
  ...norm(normName, channel),
  ...(classes > 0 && linear(headName, channel, classes)),
});

/**
 * Scores of the classes, or the mean that they are made from where there are none: [B, H, W, C] → [B, classes].
 * Steps: normalised, pooled, logits.
 */
export function classify(context: Context, x: Value, normName: string, headName: string): Value {
  const { t, weights: w } = context;
  const normalised = layerNorm(context, x, normName).as('normalised');
  const pooled = t.mean(normalised, ['height', 'width']).as('pooled'); // [B, C]
  const head = w[`${headName}.weight`];
  if (!head) return pooled;
  const logits = t.linear(pooled, head, w[`${headName}.bias`]);
  return t.rename(logits, { channel: 'class' }).as('logits');
}

/** Texts of the steps above, and of the patches that come first. */
export const networkSteps = {
  patches: step('feature', ['Patches', '图块嵌入'], String.raw`x = W * \X{\text{image}} + b`, [
    'A strided convolution turns each patch of the image into one vector.',
    '带步长的卷积把每个图块变成一个向量。',
  ]),
  'patches-normalised': step(
    'feature',
    ['Normalised embedding', '归一化的嵌入'],
    String.raw`\operatorname{LN}(x)`,
    ['The channels of every patch are normalised.', '对每个图块的通道做归一化。'],
  ),
  placed: step('position', ['Embedding with position', '加入位置的嵌入'], 'x + P', [
    'Each position adds a learned vector of its own.',
    '每个位置加上自己的可学习向量。',
  ]),
  normalised: step(
    'feature',
    ['Last normalisation', '最后的归一化'],
    String.raw`\operatorname{LN}(x)`,
    ['The channels are normalised before the mean.', '取均值之前做归一化。'],
  ),
  pooled: step(
    'feature',
    ['Mean over the map', '全图均值'],
    String.raw`z = \frac{1}{HW} \sum_{y,x} x_{y,x}`,
    ['The image becomes one vector.', '整张图像变成一个向量。'],
  ),
  logits: step('output', ['Class scores', '类别分数'], String.raw`\Y{s} = W z + b`, [
    'A linear layer scores the classes.',
    '线性层给各类别打分。',
  ]),
} as const;

const text = (en: string, zh: string): Text => ({ en, zh });

/** Arguments that networks share; all are shown `when` the whole network is. */
export const networkParams = (when: (params: Params) => boolean) =>
  ({
    img_size: {
      kind: 'integer',
      default: null,
      min: 1,
      max: 4096,
      follows: (inputs) => mapSize(inputs, 'x')[0],
      when,
      label: text('Image size', '图像边长'),
      help: text('Side of the square image.', '正方形图像的边长。'),
    },
    in_chans: {
      kind: 'integer',
      default: null,
      min: 1,
      max: 4096,
      follows: (inputs) => inputs.x.find(({ role }) => role === 'channel')?.size ?? 0,
      when,
      label: text('Image channels', '图像通道数'),
      help: text('Channels of the image.', '图像的通道数。'),
    },
    num_classes: {
      kind: 'integer',
      default: 1000,
      min: 1,
      max: 1000,
      log: true,
      when,
      label: text('Classes', '类别数'),
      help: text('Length of the output.', '输出的长度。'),
    },
    embed_dim: {
      kind: 'integer',
      default: 32,
      omitted: 96,
      min: 1,
      max: 1024,
      options: () => [16, 32, 48, 64, 96, 128, 192, 256, 384],
      when,
      label: text('Embedding width', '嵌入维度'),
      help: text(
        'Channels of the first stage; every stage doubles them.',
        '第一级的通道数，其后每级加倍。',
      ),
    },
    depths: {
      kind: 'list',
      default: [2, 1],
      omitted: [2, 2, 6, 2],
      min: 1,
      max: 24,
      when,
      label: text('Blocks per stage', '各级模块数'),
      help: text('How many blocks each stage has.', '每级堆叠的模块数。'),
    },
    stage_heads: {
      kind: 'list',
      argument: 'num_heads',
      default: [2, 4],
      omitted: [3, 6, 12, 24],
      min: 1,
      max: 64,
      when,
      label: text('Heads per stage', '各级头数'),
      help: text(
        'How often attention runs side by side in each stage; it must divide the channels there.',
        '各级注意力并行的头数，须整除该级通道数。',
      ),
    },
    ape: {
      kind: 'flag',
      default: false,
      when,
      label: text('Position embedding', '绝对位置嵌入'),
      help: text(
        'Adds a learned vector for every position to the patches.',
        '给每个图块加上该位置的可学习向量。',
      ),
    },
    patch_norm: {
      kind: 'flag',
      default: true,
      when,
      label: text('Normalise patches', '图块归一化'),
      help: text('Layer normalisation after the patch embedding.', '图块嵌入之后做层归一化。'),
    },
  }) as const satisfies Readonly<Record<string, Param>>;

/** Objection to an input that is not the square image of `img_size`. */
export function checkImage(params: Params, inputs: InputAxes): Text | null {
  const roles = inputs.x.map(({ role }) => role);
  if (roles.includes('token')) {
    return text(
      'The whole network takes an image, not tokens; choose another form.',
      '完整网络的输入是图像而非词元；请改选其他形式。',
    );
  }
  const [height, width] = mapSize(inputs, 'x');
  const size = num(params, 'img_size');
  if (height === size && width === size) return null;
  return text(
    `img_size is ${size}, but the image is ${height} × ${width}; give a square image of that size.`,
    `img_size 为 ${size}，而图像为 ${height} × ${width}；请使用该边长的正方形图像。`,
  );
}

/** Objection to a list that is shorter than the stages. */
export function mustCover(name: string, list: readonly unknown[], stages: number): Text | null {
  if (list.length >= stages) return null;
  return text(
    `${name} has ${list.length} entries for ${stages} stages; give one for each.`,
    `${name} 有 ${list.length} 项，而共有 ${stages} 级；请每级各给一项。`,
  );
}

/** Objection to a stage whose heads do not divide its channels. */
export function stageHeadsCheck(stage: number, heads: number, channel: number): Text | null {
  if (heads >= 1 && channel % heads === 0) return null;
  return text(
    `Stage ${stage + 1} has ${heads} heads, which do not divide its ${channel} channels; choose a divisor.`,
    `第 ${stage + 1} 级有 ${heads} 个头，不能整除其 ${channel} 个通道；请取其约数。`,
  );
}

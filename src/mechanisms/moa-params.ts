import type { Text } from '../trace/text';
import { choice, divisors, mapSize, num, nums, range } from './arguments';
import { wholeWindows } from './block';
import type { Param, Params } from './define';
import { networkParams } from './network';
import { biasFlag, channels, heads, mlpRatio, variant } from './shared-params';

const text = (en: string, zh: string): Text => ({ en, zh });

export const form = (params: Params): string => choice(params, 'form');
export const isNet = (params: Params): boolean => form(params) === 'net';
export const isPaper = (params: Params): boolean => choice(params, 'variant') === 'paper';

const isGlobal = (params: Params): boolean => form(params) === 'global';
const isLayer = (params: Params): boolean => form(params) === 'layer';
const isBlock = (params: Params): boolean => form(params) === 'block';

/** Sides of patches from which every stage gets whole windows, and a map that it can halve. */
function patchSizes(params: Params, image: number): readonly number[] {
  const [window, last] = [num(params, 'window_size'), nums(params, 'depths').length - 1];
  return divisors(image).filter((patch) =>
    range(0, last).every((i) => {
      const map = image / patch / 2 ** i;
      const whole = map <= window || map % window === 0;
      return whole && map >= 1 && (i === last || map % 2 === 0);
    }),
  );
}

/** Height or width as `forward` of the global attention is told. */
const side = (index: 0 | 1, label: Text): Param => ({
  kind: 'integer',
  default: null,
  min: 1,
  max: 4096,
  follows: (inputs) => mapSize(inputs, 'x')[index],
  when: isGlobal,
  label,
  help: text('Size of the map that the tokens come from.', '词元所来自的特征图的大小。'),
});

/** Arguments of GlobalAttention, LocalTransformerBlock, BasicLayer and MOATransformer. */
export const moaParams: Readonly<Record<string, Param>> = {
  form: {
    kind: 'choice',
    default: 'global',
    choices: {
      global: text('Global attention', '全局注意力'),
      block: text('Local block', '局部模块'),
      layer: text('Stage', '一级'),
      net: text('Whole network', '完整网络'),
    },
    label: text('Form', '形式'),
    help: text(
      'Attention between windows, the block inside windows, a stage of both, or the whole classifier.',
      '窗口之间的注意力、窗口内部的模块、二者组成的一级，或完整分类网络。',
    ),
  },
  variant: {
    ...variant(
      text(
        'The published code views tokens as a map without transposing, so that each “window” holds scraps of all channels and places; it also fixes the stride of the keys at 14, which is mended here.',
        '公开代码未转置就把词元当作特征图，因此每个“窗口”混入各处、各通道的碎片；它还把键的步长固定为 14，此处已修正。',
      ),
    ),
    when: (params) => !isBlock(params),
  },
  dim: { ...channels('x'), when: (params) => !isNet(params) },
  input_resolution: {
    kind: 'list',
    default: null,
    min: 1,
    max: 4096,
    follows: (inputs) => mapSize(inputs, 'x'),
    when: (params) => !isNet(params),
    label: text('Map size', '特征图大小'),
    help: text('Height and width of the map.', '特征图的高与宽。'),
  },
  H: side(0, text('Height', '高')),
  W: side(1, text('Width', '宽')),
  window_size: {
    kind: 'integer',
    default: 4,
    omitted: 7,
    min: 1,
    max: 32,
    options: (params, inputs) => {
      const size = mapSize(inputs, 'x');
      if (isNet(params)) return range(1, Math.min(...size));
      return isGlobal(params) ? divisors(Math.min(...size)) : wholeWindows(size);
    },
    label: text('Window size', '窗口大小'),
    help: text(
      'Side of a window in pixels; globally, each window is one token.',
      '窗口边长（像素）；在全局注意力中，每个窗口就是一个词元。',
    ),
  },
  num_heads: { ...heads('dim', 4), when: (params) => !isNet(params) },
  reduction: {
    kind: 'integer',
    default: 32,
    min: 1,
    max: 64,
    options: (params) => range(1, Math.min(64, num(params, isNet(params) ? 'embed_dim' : 'dim'))),
    when: (params) => !isBlock(params),
    label: text('Reduction', '压缩比'),
    help: text(
      'Channels are divided by this before windows are flattened to tokens; the published class always takes 32.',
      '窗口展平为词元之前，通道数先除以该值；公开的类固定取 32。',
    ),
  },
  depth: {
    kind: 'integer',
    default: 1,
    min: 1,
    max: 24,
    when: isLayer,
    label: text('Local blocks', '局部模块数'),
    help: text('Local blocks before the global attention.', '全局注意力之前的局部模块数。'),
  },
  mlp_ratio: { ...mlpRatio, when: (params) => !isGlobal(params) },
  downsample: {
    kind: 'choice',
    default: '@PatchMerging',
    omitted: 'None',
    choices: {
      '@PatchMerging': text('Patch merging', '图块合并'),
      None: text('None', '无'),
    },
    when: isLayer,
    label: text('Downsampling', '下采样'),
    help: text(
      'Halves the map at the end of the stage; only then does the stage attend globally.',
      '在一级末尾使特征图减半；仅在此时该级才有全局注意力。',
    ),
  },
  qkv_bias: biasFlag(text('Bias of q, k, v', 'q、k、v 的偏置')),
  qk_scale: {
    kind: 'number',
    default: null,
    nullable: true,
    automatic: () => text('1/√d', '1/√d'),
    min: 0.01,
    max: 10,
    log: true,
    label: text('Scale', '缩放系数'),
    help: text('Factor on the queries; 1/√d when automatic.', '查询的系数，自动时为 1/√d。'),
  },
  ...networkParams(isNet),
  depths: { ...networkParams(isNet).depths, default: [1, 1] },
  patch_size: {
    kind: 'integer',
    default: 4,
    min: 1,
    max: 64,
    when: isNet,
    options: (params, inputs) => patchSizes(params, Math.min(...mapSize(inputs, 'x'))),
    label: text('Patch size', '图块大小'),
    help: text('Side of the patches that become tokens.', '每个词元对应图块的边长。'),
  },
};

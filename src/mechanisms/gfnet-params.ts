import { choice, mapSize, range } from './arguments';
import type { Param, Params } from './define';
import { channels, mlpRatio } from './shared-params';

/** Which of the three forms: filter, block or net. */
export const form = (params: Params): string => choice(params, 'form');
export const isNet = (params: Params): boolean => form(params) === 'net';

/** Parameters of the global filter, its block and its network. */
export const gfnetParams: Readonly<Record<string, Param>> = {
  form: {
    kind: 'choice',
    default: 'filter',
    choices: {
      filter: { en: 'Filter', zh: '滤波器' },
      block: { en: 'Block', zh: '模块' },
      net: { en: 'Whole network', zh: '完整网络' },
    },
    label: { en: 'Form', zh: '形式' },
    help: {
      en: 'The filter alone, the block with its perceptron, or the whole classifier.',
      zh: '仅滤波器、含感知机的模块，或完整分类网络。',
    },
  },
  dim: { ...channels('x'), when: (params) => !isNet(params) },
  spatial_size: {
    kind: 'list',
    default: null,
    min: 1,
    max: 4096,
    follows: (inputs) => mapSize(inputs, 'x'),
    when: (params) => !isNet(params),
    label: { en: 'Map size', zh: '特征图大小' },
    help: {
      en: 'Height and width that the tokens are laid out in: those of the map, or a square.',
      zh: '词元排成的高与宽：特征图的高与宽，或正方形。',
    },
  },
  h: {
    kind: 'integer',
    default: null,
    min: 1,
    max: 4096,
    follows: (inputs) => mapSize(inputs, 'x')[0],
    when: (params) => !isNet(params),
    label: { en: 'Filter rows', zh: '滤波器行数' },
    help: { en: 'Vertical frequencies: the height.', zh: '垂直频率数，等于高。' },
  },
  w: {
    kind: 'integer',
    default: null,
    min: 1,
    max: 4096,
    follows: (inputs) => Math.floor(mapSize(inputs, 'x')[1] / 2) + 1,
    when: (params) => !isNet(params),
    label: { en: 'Filter columns', zh: '滤波器列数' },
    help: {
      en: 'Horizontal frequencies: half the width plus one, the rest being their mirror image.',
      zh: '水平频率数：宽的一半加一，其余为镜像。',
    },
  },
  embed_dim: {
    kind: 'integer',
    default: 384,
    min: 1,
    max: 1024,
    log: true,
    when: isNet,
    label: { en: 'Embedding width', zh: '嵌入维度' },
    help: { en: 'Channels of a token inside the network.', zh: '网络内部每个词元的通道数。' },
  },
  img_size: {
    kind: 'integer',
    default: null,
    min: 1,
    max: 4096,
    follows: (inputs) => mapSize(inputs, 'x')[0],
    when: isNet,
    label: { en: 'Image size', zh: '图像边长' },
    help: { en: 'Side of the square image.', zh: '正方形图像的边长。' },
  },
  patch_size: {
    kind: 'integer',
    default: 16,
    min: 1,
    max: 64,
    when: isNet,
    options: (_params, inputs) => range(1, Math.min(...mapSize(inputs, 'x'))),
    label: { en: 'Patch size', zh: '图块大小' },
    help: { en: 'Side of the patches that become tokens.', zh: '每个词元对应图块的边长。' },
  },
  mlp_ratio: { ...mlpRatio, when: (params) => form(params) !== 'filter' },
  depth: {
    kind: 'integer',
    default: 4,
    min: 1,
    max: 24,
    when: isNet,
    label: { en: 'Blocks', zh: '模块数' },
    help: { en: 'How many blocks follow each other.', zh: '依次堆叠的模块数。' },
  },
  num_classes: {
    kind: 'integer',
    default: 1000,
    min: 1,
    max: 1000,
    log: true,
    when: isNet,
    label: { en: 'Classes', zh: '类别数' },
    help: { en: 'Length of the output.', zh: '输出的长度。' },
  },
};

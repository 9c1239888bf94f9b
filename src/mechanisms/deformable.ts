/**
 * Deformable attention.
 * "Vision Transformer with Deformable Attention", Xia, Pan, Song, Li, Huang, CVPR 2022,
 * https://arxiv.org/abs/2201.00520, and "DAT++: Spatially Dynamic Vision Transformer with Deformable
 * Attention", 2023, https://arxiv.org/abs/2309.01430
 *
 * Constructor arguments as circulated in user code, arithmetic of the official DAttentionBaseline.
 * As there, the reference points are (i + 0.5)/(H − 1)·2 − 1: half a pixel below and right of the
 * pixels' centres and partly outside the map, where zeros are sampled. Queries are measured from
 * i/(H − 1)·2 − 1. With `no_off`, the keys are an average pool and the points the plain references.
 */
import { flag, num, pair } from './arguments';
import { defineMechanism, type Params } from './define';
import {
  type DeformableForm,
  deformableAttention,
  deformableWeights,
  type Lattice,
} from './deformable-attention';
import { deformableCheck, offsetPadding, positionTerm } from './deformable-form';
import { deformableParams } from './deformable-params';
import { positionWeights } from './deformable-position';
import { deformableSteps } from './deformable-steps';
import { map } from './maps';

export const deformable = defineMechanism({
  id: 'deformable',
  name: { en: 'Deformable attention (DAT)', zh: '可变形注意力（DAT）' },
  family: 'spatial',
  attendsOver: ['pixels'],
  papers: [
    {
      title: 'Vision Transformer with Deformable Attention',
      authors: 'Xia, Pan, Song, Li, Huang',
      venue: 'CVPR',
      year: 2022,
      url: 'https://arxiv.org/abs/2201.00520',
    },
    {
      title: 'DAT++: Spatially Dynamic Vision Transformer with Deformable Attention',
      authors: 'Xia, Pan, Song, Li, Huang',
      venue: 'arXiv',
      year: 2023,
      url: 'https://arxiv.org/abs/2309.01430',
    },
  ],
  idea: {
    en: 'Keys and values are not read at fixed pixels: a small network looks at the queries and moves a grid of sampling points to where something is to be seen, and all queries attend to these points. With a stride there are far fewer points than pixels. Groups of channels move their own points.',
    zh: '键和值不在固定像素上读取：小网络根据查询移动一组采样点，使其落到值得看的位置，所有查询都关注这些点。步长大于 1 时点数远少于像素数；各通道组移动各自的采样点。',
  },
  formula: String.raw`\Y{Y} = \A{\operatorname{softmax}}\!\left(\frac{\Q{Q}\, \K{\tilde K}^\top}{\sqrt{d}} + B\right) \V{\tilde V},\quad \tilde x = \phi(\X{x};\, p + \Delta p(\Q{q}))`,
  complexity: 'O(HW N_s C + (HW + N_s) C^2)',
  classes: { DAttention: {} },
  inputs: { x: map },
  params: deformableParams,
  check: deformableCheck,
  weights(params) {
    const { prefix, heads, groups, stride, kernel, position } = formOf(params);
    const channel = num(params, 'channel');
    const sizes = { channel, heads, groups, map: pair(params, 'q_size'), stride };
    return {
      ...deformableWeights(prefix, channel, groups, kernel),
      ...positionWeights(prefix, position, sizes),
    };
  },
  steps: deformableSteps,
  telling: 'weights',
  // Few enough points to follow each.
  example: { params: { stride: 4, n_heads: 4 } },
  run: (context) =>
    deformableAttention(context, context.inputs.x, formOf(context.params))
      .as('output')
      .torch('output.0'),
});

/** The official lattice: half a cell off, and stretched by n/(n − 1). */
const lattice: Lattice = {
  reference: (i, n) => ((i + 0.5) / (n - 1)) * 2 - 1,
  query: (i, n) => (i / (n - 1)) * 2 - 1,
  halfCell: (n) => 1 / (n - 1),
};

function formOf(params: Params): DeformableForm {
  const [stride, kernel] = [num(params, 'stride'), num(params, 'ksize')];
  const range = num(params, 'offset_range_factor');
  const free = range < 0;
  return {
    prefix: '',
    heads: num(params, 'n_heads'),
    groups: num(params, 'n_groups'),
    stride,
    kernel,
    padding: offsetPadding(params),
    lattice,
    reach: free ? null : range,
    hold: free ? 'clamp' : undefined,
    fixed: flag(params, 'no_off'),
    position: positionTerm(params),
    torch: { module: 'root', positions: 'output.1', references: 'output.2' },
  };
}

/**
 * Triplet attention.
 * "Rotate to Attend: Convolutional Triplet Attention Module", Misra, Nalamada, Arasanipalai, Hou,
 * WACV 2021, https://arxiv.org/abs/2010.03045
 *
 * As in the paper. Rotating the tensor is a matter of which two axes the convolution runs over.
 */
import type { Value } from '../ops/builder';
import type { Role } from '../trace/axes';
import { flag } from './arguments';
import { type Context, defineMechanism, type Params } from './define';
import { batchNormalise, convolve, map } from './maps';
import { step, terms } from './terms';
import { batchNorm, conv, type Weights } from './weights';

/** A branch: the axis that is pooled away, and the two that its gates lie on. */
interface Branch {
  readonly name: string;
  readonly label: string;
  readonly pooled: Role;
  readonly plane: readonly [Role, Role];
}

const channelWidth: Branch = {
  name: 'cw',
  label: 'C × W',
  pooled: 'height',
  plane: ['channel', 'width'],
};
const heightChannel: Branch = {
  name: 'hc',
  label: 'H × C',
  pooled: 'width',
  plane: ['height', 'channel'],
};
const heightWidth: Branch = {
  name: 'hw',
  label: 'H × W',
  pooled: 'channel',
  plane: ['height', 'width'],
};

const branchesOf = (params: Params): readonly Branch[] =>
  flag(params, 'no_spatial')
    ? [channelWidth, heightChannel]
    : [channelWidth, heightChannel, heightWidth];

export const triplet = defineMechanism({
  id: 'triplet',
  name: { en: 'Triplet attention', zh: '三重注意力' },
  family: 'channel-spatial',
  attendsOver: ['channels', 'pixels'],
  papers: [
    {
      title: 'Rotate to Attend: Convolutional Triplet Attention Module',
      authors: 'Misra, Nalamada, Arasanipalai, Hou',
      venue: 'WACV',
      year: 2021,
      url: 'https://arxiv.org/abs/2010.03045',
    },
  ],
  idea: {
    en: 'The map is a box of channels, rows and columns. Three branches look at it from three sides: each pools one axis away and lets a 7×7 convolution gate the plane of the other two, so that channels interact with rows and with columns, which CBAM never lets them do. About three hundred weights, whatever the number of channels, and no bottleneck.',
    zh: '特征图是由通道、行、列构成的长方体，三个分支从三个方向看它：各自沿一个轴池化，再用 7×7 卷积为另外两轴的平面生成门控，使通道能与行、与列交互，这是 CBAM 做不到的。无论通道多少，权重只有约三百个，也没有瓶颈层。',
  },
  formula: String.raw`\Y{y} = \tfrac{1}{3} \sum_{a \in \{H, W, C\}} \G{\sigma\!\left(\operatorname{BN}\!\left(w_a * [\max\nolimits_a \X{x};\, \operatorname{mean}_a \X{x}]\right)\right)} \odot \X{x}`,
  complexity: String.raw`O\!\left(CHW + k^2 (CW + HC + HW)\right)`,
  classes: { TripletAttention: {} },
  inputs: { x: map },
  params: {
    no_spatial: {
      kind: 'flag',
      default: false,
      label: { en: 'Without the H × W branch', zh: '去掉 H × W 分支' },
      help: {
        en: 'Leaves out the branch that pools the channels, for use beside another spatial attention.',
        zh: '去掉沿通道池化的分支，可与其他空间注意力搭配使用。',
      },
    },
  },
  weights: (params) =>
    Object.assign(
      {},
      ...branchesOf(params).map(
        ({ name }): Weights => ({
          ...conv(`${name}.conv.conv`, 2, 1, [7, 7], { bias: false }),
          ...batchNorm(`${name}.conv.bn`, 1),
        }),
      ),
    ),
  steps: {
    max: step(
      'feature',
      ['Maximum along one axis', '沿一轴取最大'],
      String.raw`m^{\max} = \max\nolimits_a \X{x}`,
      [
        'Each branch looks along one axis and keeps the strongest response.',
        '每个分支沿一个轴看过去，保留最强的响应。',
      ],
    ),
    mean: step(
      'feature',
      ['Mean along one axis', '沿一轴取平均'],
      String.raw`m^{\text{mean}} = \operatorname{mean}_a \X{x}`,
      [
        'Beside the strongest response, the mean along the same axis.',
        '除最强响应外，再取同一轴上的均值。',
      ],
    ),
    logits: {
      ...terms.logits,
      formula: String.raw`u = w_a * [m^{\max}; m^{\text{mean}}]`,
      note: {
        en: 'A 7×7 convolution runs over the plane of the two axes that are left, be they channels and columns.',
        zh: '7×7 卷积在剩下两轴的平面上滑动，哪怕这两轴是通道与列。',
      },
    },
    normalised: {
      ...terms.batchNormalised,
      role: 'scores',
      formula: String.raw`\S{s} = \gamma \frac{u - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta`,
    },
    gate: {
      ...terms.channelGate,
      title: { en: 'Gates of a plane', zh: '平面的门控' },
      formula: String.raw`\G{g_a} = \sigma(\S{s_a})`,
      note: {
        en: 'One gate for each point of the plane; it holds for all positions along the pooled axis.',
        zh: '平面上每一点一个门控，对被池化的轴上所有位置通用。',
      },
    },
    gated: step('feature', ['Gated map', '门控后的特征图'], String.raw`\G{g_a} \odot \X{x}`, [
      'Each branch scales the whole map by its own plane of gates.',
      '每个分支用自己的门控平面缩放整张特征图。',
    ]),
    output: {
      ...terms.gated,
      formula: String.raw`\Y{y} = \tfrac{1}{3} \sum_a \G{g_a} \odot \X{x}`,
      note: {
        en: 'The mean of the branches: no view outweighs another.',
        zh: '各分支取平均：任何一个视角都不占优。',
      },
    },
  },
  telling: 'gate',
  run(context) {
    const { t, params } = context;
    const { x } = context.inputs;
    const branches = branchesOf(params);
    const sum = branches
      .map((branch) => {
        const gate = planeGate(context, x, branch);
        return t.multiply(x, gate).as('gated', branch.label); // [B, H, W, C]
      })
      .reduce((total, gated) => t.add(total, gated));
    const share = 1 / branches.length;
    return t.scale(sum, share, `1/${branches.length}`).as('output').torch('output');
  },
});

/** Gates on the plane of two axes: [B, first, second]. */
function planeGate(context: Context, x: Value, { name, label, pooled, plane }: Branch): Value {
  const { t } = context;
  const [first, second] = plane;
  const order = ['batch', first, second] as const;
  const views = [
    t.transpose(t.max(x, [pooled]), order).as('max', label),
    t.transpose(t.mean(x, [pooled]), order).as('mean', label),
  ];
  // The convolution takes the plane for a map, whatever lies on it.
  const asMap = views.map((view) => t.rename(view, { [first]: 'height', [second]: 'width' }));
  const both = t.stack(asMap, 'channel', ['max', 'mean']);
  const convolved = convolve(context, both, `${name}.conv.conv`, { padding: 3 });
  const logits = convolved.as('logits', label);
  const normalised = batchNormalise(context, logits, `${name}.conv.bn`).as('normalised', label);
  const gates = t.rename(t.pick(normalised, 'channel', 0), { height: first, width: second });
  return t.sigmoid(gates).as('gate', label).torch(`${name}@torch.sigmoid_`, order);
}

/**
 * Class-specific residual attention (CSRA).
 * "Residual Attention: A Simple but Effective Method for Multi-Label Recognition", Zhu, Wu, ICCV 2021,
 * https://arxiv.org/abs/2108.02456
 *
 * Deviations: only the limit of the paper's softmax at infinite temperature, which is the maximum;
 * one head; the classifier is not normalised.
 */
import { firstOf, mustEqual, num, of, sizeIn } from './arguments';
import { defineMechanism } from './define';
import { convolve, map } from './maps';
import { channels } from './shared-params';
import { step } from './terms';
import { conv } from './weights';

export const residual = defineMechanism({
  id: 'residual',
  name: { en: 'Class-specific residual attention (CSRA)', zh: '类别残差注意力（CSRA）' },
  family: 'spatial',
  attendsOver: ['pixels'],
  papers: [
    {
      title: 'Residual Attention: A Simple but Effective Method for Multi-Label Recognition',
      authors: 'Zhu, Wu',
      venue: 'ICCV',
      year: 2021,
      url: 'https://arxiv.org/abs/2108.02456',
    },
  ],
  idea: {
    en: 'The classifier runs at every pixel, which gives a score map for each class; the usual mean of that map is joined by its maximum, the pixel where the class is seen most clearly. A few lines of code in place of average pooling, without training anything new: for images with several labels, where a small object vanishes in the mean.',
    zh: '分类器在每个像素上运行，为每个类别得到一张分数图；除通常的均值外，再加上最大值，即该类别最清晰处的像素。几行代码替换平均池化，无需训练新参数：适合多标签图像，因为小目标会淹没在均值里。',
  },
  formula: String.raw`\Y{y_k} = \frac{1}{HW} \sum_p \S{s_{k,p}} + \lambda \max_p \S{s_{k,p}},\quad \S{s_{k,p}} = w_k \cdot \X{x_p}`,
  complexity: 'O(HWCK)',
  classes: { ResidualAttention: {} },
  inputs: { x: map },
  params: {
    channel: channels('x'),
    num_class: {
      kind: 'integer',
      default: 1000,
      min: 1,
      max: 1000,
      log: true,
      label: { en: 'Classes', zh: '类别数' },
      help: { en: 'Length of the output.', zh: '输出的长度。' },
    },
    la: {
      kind: 'number',
      default: 0.2,
      min: 0,
      max: 2,
      label: { en: 'Lambda λ', zh: '系数 λ' },
      help: {
        en: 'How much the maximum counts beside the mean.',
        zh: '最大值相对均值所占的比重。',
      },
    },
  },
  check: (params, inputs) =>
    firstOf(
      mustEqual(params, 'channel', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
      num(params, 'num_class') < 1 && {
        en: `num_class is ${num(params, 'num_class')}; give at least 1.`,
        zh: `num_class 为 ${num(params, 'num_class')}；请至少取 1。`,
      },
    ),
  weights: (params) =>
    conv('fc', num(params, 'channel'), num(params, 'num_class'), [1, 1], { bias: false }),
  steps: {
    scores: step(
      'scores',
      ['Class score maps', '类别分数图'],
      String.raw`\S{s_{k,p}} = w_k \cdot \X{x_p}`,
      [
        'The classifier, as a 1×1 convolution, scores every class at every pixel: a class activation map.',
        '分类器以 1×1 卷积的形式，在每个像素上给每个类别打分：即类别激活图。',
      ],
    ),
    mean: step(
      'scores',
      ['Mean score', '平均分数'],
      String.raw`\S{g_k} = \frac{1}{HW} \sum_p \S{s_{k,p}}`,
      [
        'The mean over all pixels is what a classifier after average pooling would give.',
        '对所有像素取平均，等同于平均池化后的分类器。',
      ],
    ),
    peak: step(
      'position',
      ['Attended pixel', '所关注的像素'],
      String.raw`p^*_k = \operatorname{argmax}_p \S{s_{k,p}}`,
      [
        'Each class attends to the one pixel where its score is highest, counted row by row: a softmax whose scores are multiplied by T → ∞, the paper’s “temperature”.',
        '每个类别只关注得分最高的那个像素（按行编号）：相当于先把分数乘以 T → ∞（论文所称的“温度”）再做 softmax。',
      ],
    ),
    max: step(
      'scores',
      ['Score at the attended pixel', '所关注像素的分数'],
      String.raw`\S{a_k} = \max_p \S{s_{k,p}}`,
      [
        'The class-specific feature, scored: how sure the class is at its best place.',
        '类别专属特征的得分：该类别在最佳位置上有多确定。',
      ],
    ),
    scaled: step('scores', ['Scaled by λ', '乘以 λ'], String.raw`\lambda\, \S{a_k}`, [
      'A fixed factor sets how much the attention adds to the mean.',
      '固定系数决定注意力在均值之外所占的比重。',
    ]),
    output: step(
      'output',
      ['Class scores', '类别分数'],
      String.raw`\Y{y_k} = \S{g_k} + \lambda\, \S{a_k}`,
      [
        'The attention is a residual on top of the mean: it can raise a class, and with λ = 0 nothing changes.',
        '注意力作为均值之上的残差：可以抬高某个类别；λ = 0 时结果不变。',
      ],
    ),
  },
  telling: 'scores',
  run(context) {
    const { t, params } = context;
    const scores = t
      .rename(convolve(context, context.inputs.x, 'fc'), { channel: 'class' }) // [B, H, W, K]
      .as('scores')
      .torch('fc.out');
    const mean = t.mean(scores, ['height', 'width']).as('mean'); // [B, K]
    const pixels = t.merge(scores, ['height', 'width'], 'key'); // [B, HW, K]
    t.argmax(pixels, 'key').as('peak').torch('argmax', ['batch', 'class']); // [B, K]
    const max = t.max(pixels, ['key']).as('max'); // [B, K]
    const scaled = t.scale(max, num(params, 'la'), String.raw`\lambda`).as('scaled');
    return t.add(mean, scaled).as('output').torch('output', ['batch', 'class']);
  },
});

/**
 * MOA-Transformer: attention inside windows, and between windows as tokens.
 * "Aggregating Global Features into Local Vision Transformer", Patel, Bur, Li, Wang, 2022,
 * https://arxiv.org/abs/2201.12903
 *
 * As published, tokens [B, N, C] are viewed as maps [B, C, H, W] and back without transposing, so
 * that windows are not windows of the image; and the keys' stride is fixed at 14, so that no other
 * window works. The stride is the window here in both variants.
 */
import { flag, num } from './arguments';
import { asMap } from './block';
import { type Context, defineMechanism, type Params } from './define';
import { convolve, mapOrTokens } from './maps';
import { layerNorm } from './mlp';
import { globalAttention, globalWeights } from './moa-global';
import { layer, layerWeights, localBlock, localWeights } from './moa-layer';
import { form, isNet, moaParams } from './moa-params';
import { globalForm, layerForm, localForm, moaCheck, single, stagesOf } from './moa-stages';
import { moaSteps } from './moa-steps';
import { classifierWeights, classify, embedPositions, positionEmbeddingWeights } from './network';
import { conv, norm, type Weights } from './weights';

function netWeights(params: Params): Weights {
  const stages = stagesOf(params);
  const [{ dim, size }, last] = [stages[0], stages[stages.length - 1]];
  const patch = num(params, 'patch_size');
  return Object.assign(
    {},
    conv('patch_embed.proj', num(params, 'in_chans'), dim, [patch, patch]),
    flag(params, 'patch_norm') && norm('patch_embed.norm', dim),
    flag(params, 'ape') && positionEmbeddingWeights(size[0] * size[1], dim),
    ...stages.map((stage) => layerWeights(layerForm(params, stage))),
    classifierWeights('norm', 'head', last.dim, num(params, 'num_classes')),
  );
}

export const moa = defineMechanism({
  id: 'moa',
  name: {
    en: 'Multi-resolution overlapped attention (MOA)',
    zh: '多分辨率重叠注意力（MOA）',
  },
  family: 'window',
  attendsOver: ['windows', 'pixels'],
  papers: [
    {
      title: 'Aggregating Global Features into Local Vision Transformer',
      authors: 'Patel, Bur, Li, Wang',
      venue: 'arXiv',
      year: 2022,
      url: 'https://arxiv.org/abs/2201.12903',
    },
  ],
  idea: {
    en: 'Local blocks attend inside windows; at the end of each stage, whole windows attend to each other. Every window is flattened to one query, and to one key with a border of its neighbours, so that a map of any size is related globally for the price of a few tokens. What a window learns is added to all of its pixels. It replaces shifted windows.',
    zh: '局部模块在窗口内做注意力；每级末尾，整个窗口之间再互相关注。每个窗口展平为一个查询，并连同一圈邻窗像素展平为一个键，因此只用少量词元便能建立全图联系。窗口得到的信息加到其所有像素上。它取代了移位窗口。',
  },
  formula: String.raw`\Y{g} = \A{\operatorname{softmax}}\!\left(\frac{\Q{Q_{w \times w}}\K{K_{(w+2) \times (w+2)}}^\top}{\sqrt{d}} + B\right)\V{V}`,
  complexity: String.raw`O\!\left(\left(\tfrac{HW}{w^2}\right)^2 C + HW\, \tfrac{C^2}{r}\right)`,
  classes: {
    GlobalAttention: { form: 'global' },
    LocalTransformerBlock: { form: 'block' },
    BasicLayer: { form: 'layer' },
    MOATransformer: { form: 'net' },
  },
  inputs: { x: mapOrTokens },
  params: moaParams,
  check: moaCheck,
  weights(params) {
    if (isNet(params)) return netWeights(params);
    const stage = single(params);
    if (form(params) === 'global') return globalWeights(globalForm(params, stage));
    if (form(params) === 'block') return localWeights(localForm(params, stage));
    return layerWeights(layerForm(params, stage));
  },
  steps: moaSteps,
  telling: 'weights',
  example: { params: { reduction: 2 }, gain: 2.5 },
  run(context) {
    const { t, inputs, params } = context;
    if (isNet(params)) return net(context);
    const stage = single(params);
    const x = asMap(t, inputs.x, stage.size); // [B, H, W, C]
    if (form(params) === 'global') {
      return globalAttention(context, x, globalForm(params, stage)).torch('output');
    }
    const y =
      form(params) === 'block'
        ? localBlock(context, x, localForm(params, stage))
        : layer(context, x, layerForm(params, stage));
    return y.torch('output', ['batch', 'height', 'width', 'channel']); // as tokens in PyTorch
  },
});

/** Patches, stages, mean, class scores: [B, S, S, 3] → [B, classes]. */
function net(context: Context) {
  const { inputs, params } = context;
  const stride = num(params, 'patch_size');
  const patches = convolve(context, inputs.x, 'patch_embed.proj', { stride }).as('patches');
  const normalised = flag(params, 'patch_norm')
    ? layerNorm(context, patches, 'patch_embed.norm').as('patches-normalised')
    : patches;
  let x = flag(params, 'ape') ? embedPositions(context, normalised) : normalised;
  for (const stage of stagesOf(params)) x = layer(context, x, layerForm(params, stage));
  return classify(context, x, 'norm', 'head').torch('output');
}

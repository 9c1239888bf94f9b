/** Window attention of the Swin Transformer, without shift: see swin.ts, and swin-tutorial.ts for the other variant. */
import { mapSize, num } from './arguments';
import { checkWhole } from './block';
import { defineMechanism, type InputAxes, type Params } from './define';
import { liu2021 } from './papers';
import { runSwin, swinCheck, swinWeights } from './swin';
import { swinClasses, swinInput, swinParams, swinSteps } from './swin-texts';
import {
  isTutorial,
  runTutorial,
  tutorialSteps,
  tutorialVariant,
  tutorialWeights,
} from './swin-tutorial';

export const swinWindow = defineMechanism({
  id: 'swin-window',
  name: { en: 'Window attention (Swin)', zh: '窗口注意力（Swin）' },
  family: 'window',
  attendsOver: ['pixels', 'windows'],
  papers: [liu2021],
  idea: {
    en: 'The map is cut into windows and each pixel attends only inside its own, so that cost grows with the number of pixels and not with its square. A learned bias tells each head where a neighbour lies. Windows do not exchange anything: that is what the shifted form in the next layer is for.',
    zh: '把特征图切成窗口，每个像素只在自己的窗口内做注意力，开销随像素数线性增长。可学习的偏置告诉每个头邻居所在的方位。窗口之间不交换信息，这由下一层的移位窗口完成。',
  },
  formula: String.raw`\Y{Y} = \A{\operatorname{softmax}}\!\left(\frac{\Q{Q}\K{K}^\top}{\sqrt{d}} + B\right)\V{V} \quad\text{in each window}`,
  complexity: 'O(HW (w^2 C + C^2))',
  classes: {
    SwinAttention: { ...swinClasses.SwinAttention, variant: 'paper' },
    SwinTransformerBlock: { ...swinClasses.SwinTransformerBlock, variant: 'paper' },
  },
  inputs: { x: swinInput },
  params: {
    ...swinParams({
      kind: 'integer',
      default: 0,
      min: 0,
      max: 0,
      options: () => [0],
      when: () => false,
      label: { en: 'Shift', zh: '移位' },
      help: { en: 'Always 0 without shift.', zh: '不移位时恒为 0。' },
    }),
    variant: tutorialVariant,
  },
  check,
  weights: (params) => (isTutorial(params) ? tutorialWeights(params) : swinWeights(params)),
  steps: { ...swinSteps, ...tutorialSteps },
  telling: 'weights',
  // Windows that divide the map; the one with the cat's left eye.
  example: {
    params: { window_size: 8 },
    selection: { window: 5 },
    pin: { step: 'weights', index: [0, 5, 0, 34, 34] },
  },
  run: (context) => (isTutorial(context.params) ? runTutorial(context) : runSwin(context)),
});

function check(params: Params, inputs: InputAxes) {
  if (params.shift_size !== 0) {
    return {
      en: `shift_size is ${params.shift_size}, but these windows are not shifted; use the shifted form.`,
      zh: `shift_size 为 ${params.shift_size}，而此处窗口不移位；请改用移位窗口注意力。`,
    };
  }
  const objection = swinCheck(params, inputs);
  if (objection || !isTutorial(params)) return objection;
  return checkWhole(mapSize(inputs, 'x'), num(params, 'window_size'));
}

/** Shifted-window attention of the Swin Transformer: see swin.ts, and swin-reach.ts for what the shift is for. */
import { firstOf, num, range } from './arguments';
import { defineMechanism } from './define';
import { liu2021 } from './papers';
import { runSwin, swinCheck, swinWeights } from './swin';
import { isReach, reachCheck, reachSteps, runReach, withReach } from './swin-reach';
import { shiftSteps, swinClasses, swinInput, swinParams, swinSteps } from './swin-texts';

export const swinShifted = defineMechanism({
  id: 'swin-shifted',
  name: { en: 'Shifted-window attention (Swin)', zh: '移位窗口注意力（Swin）' },
  family: 'window',
  attendsOver: ['pixels', 'windows'],
  papers: [liu2021],
  idea: {
    en: 'Every second layer rolls the map by half a window before cutting it, so that pixels on both sides of an old border meet. A mask keeps apart what the roll brought together only by accident. Alternating the two forms connects the whole map over a few layers at the cost of windows.',
    zh: '每隔一层先把特征图循环移动半个窗口再切分，旧边界两侧的像素便能相遇；掩码隔开仅因循环移位而碰到一起的像素。两种形式交替使用，几层之内即可连通整图，开销仍是窗口级的。',
  },
  formula: String.raw`\Y{Y} = \A{\operatorname{softmax}}\!\left(\frac{\Q{Q}\K{K}^\top}{\sqrt{d}} + B + M\right)\V{V} \quad\text{in each shifted window}`,
  complexity: 'O(HW (w^2 C + C^2))',
  classes: swinClasses,
  inputs: { x: swinInput },
  params: withReach(
    swinParams({
      kind: 'integer',
      default: 3,
      min: 0,
      max: 31,
      options: (params) => range(0, num(params, 'window_size') - 1),
      label: { en: 'Shift', zh: '移位' },
      help: {
        en: 'Pixels that the map is rolled by; half a window is usual.',
        zh: '特征图循环移动的像素数，通常为半个窗口。',
      },
    }),
  ),
  check: (params, inputs) =>
    firstOf(swinCheck(params, inputs), isReach(params) && reachCheck(params, inputs)),
  weights: (params) => (isReach(params) ? {} : swinWeights(params)),
  steps: { ...swinSteps, ...shiftSteps, ...reachSteps },
  telling: 'weights',
  // A window that the shift has put together from both sides of the map, which the mask keeps apart.
  example: {
    params: { window_size: 8, shift_size: 4 },
    selection: { window: 7 },
    pin: { step: 'weights', index: [0, 7, 0, 29, 29] },
  },
  run: (context) => (isReach(context.params) ? runReach(context) : runSwin(context)),
});

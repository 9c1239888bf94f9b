import type { checks as english } from '../en/checks';

/** 与 PyTorch 的比较、论文与代码之别、源代码、自己的文件。 */
export const checks: typeof english = {
  variant: {
    title: '论文与其他实现',
    running: '正在计算另一版本',
    switch: '切换为：{{variant}}',
    most: '最大差异，{{step}}',
    of: '{{most}}（当前版本数值最大 {{scale}}）',
    otherShape: '另一形式中没有，或形状不同',
    map: '两个版本之差',
    mapAbout: '当前版本减去另一版本。',
  },
  parity: {
    title: '与 PyTorch 的一致性',
    about: '在此浏览器的每个后端上重新计算 PyTorch 类的记录，并给出最大差异。',
    measure: '在此测量',
    all: '全部机制',
    measureAll: '测量全部 {{count}} 种机制',
    tableAbout: '一种机制所有已记录输出与中间结果中的最大差异，以及该处容许的舍入误差。',
    running: '{{backend}}：{{name}}，{{done}} / {{total}}',
    backend: '后端',
    output: '输出',
    inner: '内部',
    agrees: '一致',
    differs: '不一致',
    where: '位于 {{tensor}} [{{index}}]，容差 {{tolerance}}',
    of: '容差 {{tolerance}}',
    tensor: '张量',
    difference: '差异',
    allowed: '容差',
    rest_one: '其余 {{count}} 个更小',
    rest_other: '其余 {{count}} 个更小',
    fileRunning: '{{file}}：正在 {{backend}} 上与 PyTorch 比较',
    fileAgrees_one: '{{file}}：全部 {{count}} 个张量在 {{backend}} 上与 PyTorch 一致。',
    fileAgrees_other: '{{file}}：全部 {{count}} 个张量在 {{backend}} 上与 PyTorch 一致。',
    fileDiffers_one:
      '{{file}}：在 {{backend}} 上比较了 {{count}} 个张量，部分不一致；参数是否与你的模块相同？',
    fileDiffers_other:
      '{{file}}：在 {{backend}} 上比较了 {{count}} 个张量，部分不一致；参数是否与你的模块相同？',
    fileFailed: '{{file}} 无法在 {{backend}} 上比较：{{why}}',
  },
  source: {
    title: '源代码',
    about: '实际运行的文件，以及它引用的文件。',
    imports: '引用的文件',
    back: '返回机制文件',
  },
  file: {
    several: '这是哪种机制？',
    severalAbout: '{{file}} 的名称与形状符合多种机制。',
  },
};

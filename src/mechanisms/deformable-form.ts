import type { Text } from '../trace/text';
import { firstOf, flag, mustDivide, mustEqual, num, of, pair, sizeIn } from './arguments';
import type { InputAxes, Params } from './define';
import type { PositionTerm } from './deformable-position';

/** How positions enter: where several flags are set, the first counts. */
export function positionTerm(params: Params): PositionTerm {
  if (!flag(params, 'use_pe') || flag(params, 'no_off')) return 'none';
  if (flag(params, 'dwc_pe')) return 'convolution';
  if (flag(params, 'fixed_pe')) return 'fixed';
  return flag(params, 'log_cpb') ? 'logarithmic' : 'table';
}

/** Zeros round the map for the offset convolution. */
export function offsetPadding(params: Params): number {
  const [size, stride] = [num(params, 'ksize'), num(params, 'stride')];
  return size === stride ? 0 : Math.floor(size / 2);
}

/** Rows and columns of sampling points: the size of the offset convolution's result. */
function sampledSize(params: Params, inputs: InputAxes): readonly [number, number] {
  const [size, stride] = [num(params, 'ksize'), num(params, 'stride')];
  const padding = offsetPadding(params);
  const along = (role: 'height' | 'width'): number =>
    Math.floor((sizeIn(inputs, 'x', role) + 2 * padding - size) / stride) + 1;
  return [along('height'), along('width')];
}

/** What the class cannot compute. */
export function deformableCheck(params: Params, inputs: InputAxes): Text | null {
  const channel = sizeIn(inputs, 'x', 'channel');
  const least = Math.min(num(params, 'stride'), num(params, 'ksize'));
  return firstOf(
    mustEqual(params, 'channel', channel, of.inputChannels),
    mustDivide(params, 'n_heads', channel, of.channels),
    mustDivide(params, 'n_groups', channel, of.channels),
    ['logarithmic', 'table'].includes(positionTerm(params)) &&
      mustDivide(params, 'n_groups', num(params, 'n_heads'), { en: 'heads', zh: '头数' }),
    least < 1 && {
      en: `stride and ksize must be at least 1, but one is ${least}.`,
      zh: `stride 和 ksize 至少为 1，而其中之一为 ${least}。`,
    },
    flag(params, 'no_off') &&
      flag(params, 'use_pe') &&
      flag(params, 'dwc_pe') && {
        en: 'With no_off there is no position term, so dwc_pe has nothing to add; turn off no_off, use_pe or dwc_pe.',
        zh: 'no_off 时没有位置项，dwc_pe 无从相加；请关闭 no_off、use_pe 或 dwc_pe 之一。',
      },
    least >= 1 && checkSizes(params, inputs),
  );
}

function checkSizes(params: Params, inputs: InputAxes): Text | null {
  const [height, width] = [sizeIn(inputs, 'x', 'height'), sizeIn(inputs, 'x', 'width')];
  const [rows, columns] = sampledSize(params, inputs);
  const stride = num(params, 'stride');
  const [pooledRows, pooledColumns] = [Math.floor(height / stride), Math.floor(width / stride)];
  const [queryHeight, queryWidth] = pair(params, 'q_size');
  const tableKeys = Math.floor(queryHeight / stride) * Math.floor(queryWidth / stride);
  const fixed = positionTerm(params) === 'fixed';
  return firstOf(
    Math.min(height, width, rows, columns) < 2 && {
      en: `A map of ${height} × ${width} gives ${Math.max(rows, 0)} × ${Math.max(columns, 0)} points, but at least 2 × 2 are needed; use a larger map or a smaller stride or kernel.`,
      zh: `${height} × ${width} 的特征图得到 ${Math.max(rows, 0)} × ${Math.max(columns, 0)} 个采样点，至少需要 2 × 2；请增大特征图，或减小步长或卷积核。`,
    },
    flag(params, 'no_off') &&
      (pooledRows !== rows || pooledColumns !== columns) && {
        en: `With no_off the pool gives ${pooledRows} × ${pooledColumns} keys but the offsets ${rows} × ${columns}; choose a stride that divides the map.`,
        zh: `no_off 时池化得到 ${pooledRows} × ${pooledColumns} 个键，而偏移有 ${rows} × ${columns} 个；请选择能整除特征图的步长。`,
      },
    fixed &&
      (queryHeight * queryWidth !== height * width || tableKeys !== rows * columns) && {
        en: `The fixed table is for ${queryHeight} × ${queryWidth} queries and ${tableKeys} keys, but there are ${height} × ${width} and ${rows * columns}; choose a stride that divides the map.`,
        zh: `固定偏置表对应 ${queryHeight} × ${queryWidth} 个查询和 ${tableKeys} 个键，而实际为 ${height} × ${width} 和 ${rows * columns}；请选择能整除特征图的步长。`,
      },
  );
}

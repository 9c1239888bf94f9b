import { useMemo } from 'react';
import type { AxisLabels } from '../../draw/labels';
import { type Axis, axisOf, type Role, stridesOf } from '../../trace/axes';
import type { TensorRole } from '../../trace/graph';
import { positionName } from '../names';
import { useLocale, useT } from '../use-text';
import { useTheme } from '../use-theme';

/** Axes that have the colour of a tensor's role. */
const coloured: Readonly<Partial<Record<Role, TensorRole>>> = {
  query: 'query',
  key: 'key',
  slot: 'key',
  token: 'query',
};

/** Names for the positions along a side of a figure, whose axes are counted row-major. */
export function useLabels(axes: readonly Axis[], roles: readonly Role[]): AxisLabels {
  const t = useT();
  const locale = useLocale();
  const theme = useTheme();
  return useMemo(() => {
    const side = roles.map((role) => axisOf(axes, role));
    const strides = stridesOf(side);
    const last = side.at(-1);
    const role = side.length === 1 ? coloured[side[0].role] : undefined;
    return {
      title: side.map((axis) => t(`axis.${axis.role}`)).join(' · '),
      labelOf: (position) =>
        side
          .map((axis, i) =>
            positionName(axis, Math.floor(position / strides[i]) % axis.size, locale),
          )
          .join(', '),
      colour: role ? theme.roles[role] : theme.greys[3],
      unit:
        side.length > 1
          ? last?.size
          : last?.places?.kind === 'grid'
            ? last.places.width
            : undefined,
    };
  }, [axes, roles, t, locale, theme]);
}

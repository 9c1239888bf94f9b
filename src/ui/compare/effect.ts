/** What a mechanism does to the map that it was given, pixel by pixel. */
import type { Engine, RunSummary } from '../../engine/protocol';
import { type Axis, hasRole, type Role, sizeOf, stridesOf } from '../../trace/axes';
import type { Node } from '../../trace/graph';
import type { HostTensor } from '../../trace/tensor';
import type { Grid } from '../stage/look';

/** Larger tensors are not read whole. */
const most = 4_000_000;

/** Height and width of a map, however its pixels are counted; null where it is none. */
function gridOfMap(axes: readonly Axis[]): Grid | null {
  const [y, x] = ['height', 'width'].map((role) => axes.find((a) => a.role === role));
  if (y && x) return { height: y.size, width: x.size };
  const places = axes.find(({ role }) => role === 'query' || role === 'token')?.places;
  return places?.kind === 'grid' ? { height: places.height, width: places.width } : null;
}

/** Input and output of a run where both are maps of one size with as many channels; null elsewhere. */
export function mapsOf({ graph }: RunSummary): readonly [Node, Node] | null {
  const output = graph.nodes[graph.output];
  const input = graph.nodes.find(({ op }) => op === 'input');
  if (!input || !fits(input.axes) || !fits(output.axes)) return null;
  const [from, to] = [gridOfMap(input.axes), gridOfMap(output.axes)];
  const alike = from && to && from.height === to.height && from.width === to.width;
  return alike && sizeOf(input.axes) === sizeOf(output.axes) ? [input, output] : null;
}

const fits = (axes: readonly Axis[]): boolean => hasRole(axes, 'channel') && sizeOf(axes) <= most;

/** The channels of each pixel of the first map of a batch, pixel by pixel. */
function pixelsOf({ axes, data }: HostTensor): Float32Array {
  const order: readonly Role[] = ['height', 'width', 'query', 'token', 'channel'];
  const strides = stridesOf(axes);
  const used = order.flatMap((role) => {
    const at = axes.findIndex((a) => a.role === role);
    return at < 0 ? [] : [{ size: axes[at].size, stride: strides[at] }];
  });
  const result = new Float32Array(used.reduce((n, { size }) => n * size, 1));
  for (let i = 0; i < result.length; i++) {
    let [rest, offset] = [i, 0];
    for (let k = used.length - 1; k >= 0; k--) {
      offset += (rest % used[k].size) * used[k].stride;
      rest = Math.floor(rest / used[k].size);
    }
    result[i] = data[offset];
  }
  return result;
}

/** ‖output − input‖ ∕ ‖input‖ over the channels of every pixel; 0 where a pixel is zero and stays so. */
export function effectOf(input: HostTensor, output: HostTensor): Float32Array {
  const grid = gridOfMap(input.axes);
  const [from, to] = [pixelsOf(input), pixelsOf(output)];
  const pixels = grid ? grid.height * grid.width : 1;
  const channels = from.length / pixels;
  return Float32Array.from({ length: pixels }, (_, p) => {
    let [changed, all] = [0, 0];
    for (let i = p * channels; i < (p + 1) * channels; i++) {
      changed += (to[i] - from[i]) ** 2;
      all += from[i] ** 2;
    }
    return all > 0 ? Math.sqrt(changed / all) : Math.sqrt(changed);
  });
}

/** Reads what a run does to its input; null where that is no map. */
export async function readEffect(
  engine: Pick<Engine, 'data'>,
  summary: RunSummary,
): Promise<{ readonly values: Float32Array; readonly grid: Grid } | null> {
  const maps = mapsOf(summary);
  const grid = maps && gridOfMap(maps[0].axes);
  if (!maps || !grid) return null;
  const [input, output] = await Promise.all(maps.map(({ id }) => engine.data(summary.run, id)));
  return { values: effectOf(input, output), grid };
}

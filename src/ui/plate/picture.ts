/** The small picture of a run's most telling step. What it is follows from the step's figure plan. */
import { colouringOf, domainOf } from '../../draw/colour';
import type { MiniaturePicture } from '../../draw/miniature';
import { centred } from '../../draw/spectrum-layout';
import type { Engine, RunSummary } from '../../engine/protocol';
import { mechanismById } from '../../mechanisms/catalogue';
import { currentStep, type ShownStep, stepsOf } from '../../state/steps';
import { usualScale } from '../../trace/scale';
import { layoutOf } from '../stage/cells';
import { mapWidth } from '../stage/figures/SpectrumFigure';
import { gridOf, keysOf, queryPixel, rowOfPixel, samplesIn } from '../stage/look';
import { maskIn, maskRequestFor } from '../stage/masks';
import { pointsRequest, positionsRequest } from '../stage/points';
import { planFor, positionNodes } from '../stage/positions';
import type { StepFigure } from '../stage/use-step-figure';
import { cellsOf, mapsOf, type Read, requestIn, side, sizeOfSide } from './panels';

/** The step by which a mechanism is known: that of its example, or else its telling one. */
export function tellingStep({ graph, request }: RunSummary): ShownStep | undefined {
  const mechanism = mechanismById(request.mechanism);
  return currentStep(stepsOf(graph), mechanism?.example?.step ?? null, mechanism?.telling ?? '');
}

/** Reads of a run what its miniature shows. */
export async function portray(
  engine: Pick<Engine, 'view'>,
  summary: RunSummary,
  step: ShownStep,
): Promise<MiniaturePicture> {
  const plan = planFor(step.node, summary.graph);
  const selection = mechanismById(summary.request.mechanism)?.example?.selection ?? {};
  const layout = layoutOf(plan, step.node.axes, selection);
  const figure: StepFigure = { summary, step, plan, layout };
  const read: Read = (request) => engine.view(summary.run, request);
  switch (plan.kind) {
    case 'matrix':
      return (await lookOf(figure, read)) ?? (await mapsOf(figure, read)) ?? cellsOf(figure, read);
    case 'map':
      return cellsOf(figure, read);
    case 'spectrum':
      return spectrumOf(figure, read);
    case 'points':
      return pointsOf(figure, read);
    case 'bars':
      return barsOf(figure, read);
    case 'stacked': {
      const { data, height } = await read(requestIn(figure, [64, side]));
      return { kind: 'shares', shares: data, branches: height };
    }
    case 'scalar':
      return { kind: 'number', value: (await read(requestIn(figure, [1, 1]))).data[0] };
  }
}

/** Where a query a little off the middle looks, if keys have places on a map and the query has one. */
async function lookOf(figure: StepFigure, read: Read): Promise<MiniaturePicture | null> {
  const { step, summary, plan, layout } = figure;
  const grid = plan.companion?.kind === 'look' ? gridOf(step.node, summary.graph) : null;
  if (!grid) return null;
  const middle = { y: Math.floor(grid.height * 0.4), x: Math.floor(grid.width * 0.35) };
  const at = rowOfPixel(layout, middle);
  if (!at) return null;
  const fixed = at.window === undefined ? layout.fixed : { ...layout.fixed, window: at.window };
  const here = { ...figure, layout: { ...layout, fixed } };
  const query = queryPixel(here.layout, at.row);
  if (!query) return null;
  const keys = sizeOfSide(layout, ['key']);
  const request = requestIn(here, [1, keys], { row: [at.row, at.row + 1], column: [0, keys] });
  const hidden = maskRequestFor(request, summary.graph);
  const positions = positionsRequest(here);
  const [view, mask, points] = await Promise.all([
    read(request),
    hidden ? read(hidden) : undefined,
    positions ? read(positions) : undefined,
  ]);
  const { role } = step.node.step.text;
  return {
    kind: 'look',
    grid,
    query,
    ...keysOf(here.layout, view, query, grid, points, maskIn(view, mask, role)),
    colouring: colouringOf(view.statistics, 'local', role),
  };
}

async function spectrumOf(figure: StepFigure, read: Read): Promise<MiniaturePicture> {
  const { data, rows, columns, statistics } = await read(requestIn(figure, [1024, 1024]));
  const width = mapWidth(figure, columns);
  const magnitude = { min: Math.max(0, statistics.min), max: statistics.max };
  const log = usualScale(figure.step.node) === 'log';
  return {
    kind: 'cells',
    square: true,
    over: false,
    panels: [
      {
        values: centred({ height: rows, width, magnitude: data }, 'magnitude'),
        rows,
        columns: width,
        // A magnitude has no sign, whatever it is a magnitude of.
        colouring: colouringOf(magnitude, 'local', 'weights', log),
      },
    ],
  };
}

async function pointsOf(figure: StepFigure, read: Read): Promise<MiniaturePicture> {
  const { summary, step } = figure;
  const from = positionNodes(summary.graph).get(step.node.id) ?? null;
  const [points, start] = await Promise.all([
    read(requestIn(figure, [65_536, 2])),
    from === null ? undefined : read(pointsRequest(figure, from)),
  ]);
  const input = summary.graph.nodes.find((node) => node.op === 'input') ?? step.node;
  const grid = gridOf(input, summary.graph) ?? { height: 1, width: 1 };
  return { kind: 'points', grid, points: samplesIn(points, grid, start) };
}

async function barsOf(figure: StepFigure, read: Read): Promise<MiniaturePicture> {
  const { role } = figure.step.node.step.text;
  const { data, statistics } = await read(requestIn(figure, [1, 4096]));
  const domain =
    role === 'gate' ? ([0, statistics.max] as const) : domainOf(statistics, 'local', role);
  return {
    kind: 'bars',
    values: data,
    domain,
    role,
    reference: role === 'gate' ? 0.5 : undefined,
  };
}

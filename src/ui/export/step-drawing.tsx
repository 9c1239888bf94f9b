import type { i18n } from 'i18next';
import type { ReactNode } from 'react';
import type { Drawing } from '../../export/svg';
import type { Atlas } from '../../state/atlas';
import type { ShownStep } from '../../state/steps';
import { useAtlas } from '../atlas-context';
import { partsOf } from '../stage/StepFigureView';
import { useStepFigure } from '../stage/use-step-figure';
import { freeze, type Marks } from './freeze';
import { renderFigures } from './render-figures';

/** Which figures of a step go into a file. */
export const partChoices = ['main', 'companion', 'multiples', 'all'] as const;
export type PartChoice = (typeof partChoices)[number];

const gap = 20;
/** Narrower than this, a figure and its companion stand below each other. */
const leastPair = 560;
/** Height over width of a figure beside its companion, as on the page, and of small multiples. */
const shape = { pair: 1.14, multiples: 0.2 } as const;

/** Draws figures of a step as the stage does, with the state as it is now, but in any theme and size. */
export function stepDrawing(
  atlas: Atlas,
  translator: i18n,
  step: ShownStep,
  choice: PartChoice,
  marks: Marks,
): Drawing {
  const now = freeze(atlas, step.key, marks);
  return (host, context) =>
    renderFigures(
      host,
      context,
      now,
      translator,
      <Parts step={step} choice={choice} width={context.width} height={context.height} />,
    );
}

interface Props {
  readonly step: ShownStep;
  readonly choice: PartChoice;
  readonly width: number;
  readonly height: number;
}

function Parts(props: Props) {
  const summary = useAtlas((s) => s.summary);
  return summary && <PartsOf {...props} summary={summary} />;
}

function PartsOf({
  step,
  choice,
  width,
  height,
  summary,
}: Props & { readonly summary: Parameters<typeof useStepFigure>[0] }) {
  const figure = useStepFigure(summary, step);
  const { main, companion, multiples } = partsOf(figure, step.key);
  const single = (part: ReactNode) => <Row cells={[part]} width={width} height={height} />;
  const small = <Row cells={[multiples]} width={width} height={width * shape.multiples} />;
  switch (choice) {
    case 'main':
      return single(main);
    case 'companion':
      return single(companion);
    case 'multiples':
      return small;
    case 'all': {
      const pair = companion !== null && width >= leastPair;
      const half = Math.floor((width - gap) / 2);
      return (
        <>
          {pair ? (
            <Row cells={[main, companion]} width={half} height={Math.round(half * shape.pair)} />
          ) : (
            <>
              {single(main)}
              {companion && single(companion)}
            </>
          )}
          {multiples && small}
        </>
      );
    }
  }
}

interface RowProps {
  readonly cells: readonly ReactNode[];
  /** Of each cell. */
  readonly width: number;
  readonly height: number;
}

const Row = ({ cells, width, height }: RowProps) => (
  <div data-row style={{ display: 'flex', gap }}>
    {cells.map((cell, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
      <div key={i} data-cell style={{ display: 'grid', width, height }}>
        {cell}
      </div>
    ))}
  </div>
);

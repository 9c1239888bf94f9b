/** Both sides and their difference as one figure that stands alone. */
import type { i18n } from 'i18next';
import type { ReactNode } from 'react';
import type { Theme } from '../../draw/figure';
import { createMeasure } from '../../draw/labels';
import { app } from '../../export/provenance';
import { wrap } from '../../export/sheet';
import type { Drawing } from '../../export/svg';
import { mechanismById } from '../../mechanisms/catalogue';
import type { Atlas } from '../../state/atlas';
import type { CompareView } from '../../state/compare-view';
import { AtlasContext } from '../atlas-context';
import { freeze } from '../export/freeze';
import { renderFigures } from '../export/render-figures';
import { inputWords, type Language } from '../export/words';
import { stepTitle } from '../names';
import { BesideContext, JointRangeContext } from '../stage/joint-range';
import { partsOf } from '../stage/StepFigureView';
import { useLocale, useT, useText } from '../use-text';
import { weightsAre } from '../weights-are';
import { DifferenceFigure } from './DifferenceFigure';
import { EffectFigure } from './EffectFigure';
import { aMinusB, letters } from './letters';
import { pictureRows } from './Numbers';
import { queryName } from './query-name';
import { aboutOf, whyNot } from './Third';
import { type Compared, type Comparison, useComparison } from './use-comparison';

/** Three figures beside each other. */
const cell = { width: 400, height: 450, gap: 28, bars: 280 } as const;
export const size = { width: 3 * cell.width + 2 * cell.gap, height: cell.height } as const;

/** Draws the sides as they are now, in the theme of the sheet. */
export function sheetDrawing(
  { first, second }: Comparison,
  view: CompareView,
  translator: i18n,
): Drawing {
  const sides = [first, second].map(({ atlas, figure }) => {
    const { pin, explanation, region } = atlas.store.getState();
    return freeze(atlas, figure.step.key, { pin, explanation, region });
  });
  const both = {
    frozen: sides[0].frozen,
    waiting: () => sides[0].waiting() + sides[1].waiting(),
  };
  return async (host, context) => {
    const drawn = await renderFigures(
      host,
      context,
      both,
      translator,
      <Sheet first={sides[0].frozen} second={sides[1].frozen} view={view} theme={context.theme} />,
    );
    for (const joint of host.querySelectorAll('[data-joint=true]')) keepOneLegend(joint);
    return drawn;
  };
}

/** Figures that share a range share a legend: the one that says more, such as what is masked. */
function keepOneLegend(joint: Element): void {
  const legends = [...joint.querySelectorAll('[data-part=legend]')];
  const said = legends.map(({ textContent }) => textContent?.length ?? 0);
  const kept = said.indexOf(Math.max(...said));
  legends.forEach((legend, i) => {
    if (i !== kept) legend.remove();
  });
}

interface SheetProps {
  readonly first: Atlas;
  readonly second: Atlas;
  readonly view: CompareView;
  readonly theme: Theme;
}

function Sheet({ first, second, view, theme }: SheetProps) {
  const t = useT();
  const { comparison } = useComparison(first, second, view);
  if (!comparison) return null;
  const { joint, difference } = comparison;
  const sides = [comparison.first, comparison.second];
  const { picture } = comparison.first;
  const about = difference && picture ? aboutOf(picture, difference, t) : whyNot(comparison, t);
  const facts = pictureRows(comparison, t).map(({ name, values }) =>
    t('compare.fact', {
      name,
      values: values.length === 1 ? values[0] : `A ${values[0]}, B ${values[1]}`,
    }),
  );
  return (
    <div data-row style={{ display: 'flex', gap: cell.gap }}>
      <div data-joint={joint !== null} style={{ display: 'contents' }}>
        {sides.map((side, i) => (
          <AtlasContext key={letters[i]} value={side.atlas}>
            <Cell heading={<Heading side={side} letter={letters[i]} theme={theme} />}>
              <JointRangeContext value={joint}>
                <BesideContext value={true}>
                  <SideFigure side={side} />
                </BesideContext>
              </JointRangeContext>
            </Cell>
          </AtlasContext>
        ))}
      </div>
      <Cell heading={<Lines lines={[aMinusB, about]} room={headRoom} theme={theme} />}>
        {difference && picture ? (
          <Box kind={picture.kind}>
            <DifferenceFigure
              side={sides[0]}
              picture={picture}
              other={comparison.second.picture}
              difference={difference}
            />
          </Box>
        ) : (
          <div data-joint>
            <EffectFigure first={comparison.first} second={comparison.second} />
          </div>
        )}
        <Lines lines={facts} theme={theme} />
      </Cell>
    </div>
  );
}

const Cell = ({ heading, children }: { heading: ReactNode; children: ReactNode }) => (
  <div data-cell style={{ width: cell.width }}>
    {heading}
    {children}
  </div>
);

const Box = ({ kind, children }: { kind: string; children: ReactNode }) => (
  <div style={{ display: 'grid', height: kind === 'bars' ? cell.bars : cell.height }}>
    {children}
  </div>
);

function SideFigure({ side: { figure, shown } }: { readonly side: Compared }) {
  const { main, companion } = partsOf(figure, figure.step.key);
  return (
    <Box kind={shown === 'look' ? 'look' : figure.plan.kind}>
      {shown === 'look' ? companion : main}
    </Box>
  );
}

interface HeadingProps {
  readonly side: Compared;
  readonly letter: string;
  readonly theme: Theme;
}

function Heading({ side, letter, theme }: HeadingProps) {
  const t = useT();
  const text = useText();
  const locale = useLocale();
  const { summary, step } = side.figure;
  const mechanism = mechanismById(summary.request.mechanism);
  const query = queryName(side, locale);
  const name = mechanism ? text(mechanism.name) : '';
  const shown = stepTitle(step.node.step, text);
  const lines = [
    t('compare.exportSide', { letter, name }),
    query ? `${shown} · ${t('compare.query', { name: query })}` : shown,
    settingsWords(side),
  ];
  return <Lines lines={lines} room={headRoom} theme={theme} />;
}

/** Whether a parameter belongs to the form of its mechanism that was run. */
const applies = (name: string, { request, params }: Compared['figure']['summary']): boolean =>
  mechanismById(request.mechanism)?.params[name]?.when?.(params) ?? true;

const settingsWords = ({ figure }: Compared): string =>
  Object.entries(figure.summary.params)
    .filter(([key, value]) => value !== null && applies(key, figure.summary))
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');

const lineHeight = 15;
/** Room over a figure, the same over all, so that they stand level. */
const headRoom = 5 * lineHeight;
const fontSize = { first: 13, other: 11 } as const;

interface LinesProps {
  readonly lines: readonly string[];
  readonly room?: number;
  readonly theme: Theme;
}

/** Lines of text, the first of a heading bold; long ones are broken. */
function Lines({ lines, room, theme }: LinesProps) {
  const measure = createMeasure(document, theme);
  const broken = lines.flatMap((line, i) => {
    const first = room !== undefined && i === 0;
    const size = first ? fontSize.first : fontSize.other;
    return wrap(line, cell.width - 12, (part) => measure(part, size * (first ? 1.06 : 1))).map(
      (part) => ({ part, first, size }),
    );
  });
  const height = room ?? broken.length * lineHeight + 4;
  return (
    <svg
      width={cell.width}
      height={height}
      style={{ display: 'block' }}
      fontFamily={theme.sans}
      aria-hidden
    >
      {broken.map(({ part, first, size }, i) => (
        <text
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          key={i}
          x={4}
          y={(i + 1) * lineHeight - 2}
          fontSize={size}
          fontWeight={first ? 600 : 400}
          fill={first ? theme.ink : theme.greys[3]}
        >
          {part}
        </text>
      ))}
    </svg>
  );
}

/** File name, title and small print of the figure. */
export function sheetWords({ first, second }: Comparison, { t, locale }: Language) {
  const sides = [first, second];
  const ids = sides.map(({ figure }) => figure.summary.request.mechanism);
  const names = ids.map((id) => mechanismById(id)?.name[locale] ?? id);
  const { input } = first.figure.summary.request;
  const backends = new Set(sides.map(({ figure }) => figure.summary.backend));
  const weights = sides.map(
    ({ figure: { summary } }, i) => `${letters[i]}${t('colon')}${weightsAre(summary, t)}`,
  );
  const sentences = [
    ...weights,
    inputWords(input, t),
    t('export.print.app', { ...app, backend: [...backends].join(t('comma')) }),
  ];
  return {
    name: ['compare', ...ids, first.figure.step.node.step.name].join('-'),
    title: names.join(' × '),
    smallPrint: [sentences.join(locale === 'zh' ? '' : ' ')],
  };
}

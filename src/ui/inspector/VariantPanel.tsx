import { useEffect, useMemo, useRef, useState } from 'react';
import { viewRequestFor } from '../../draw/choose';
import { colouringOf } from '../../draw/colour';
import { createMultiples } from '../../draw/multiples';
import type { Checker } from '../../engine/checks/checker';
import type { StepDifference } from '../../engine/checks/difference';
import { type RunRequest, type RunSummary, Superseded } from '../../engine/protocol';
import { mechanismById } from '../../mechanisms/catalogue';
import { textOf } from '../../state/runner';
import { currentStep, stepsOf } from '../../state/steps';
import type { Selection } from '../../state/view';
import type { Node } from '../../trace/graph';
import type { Text } from '../../trace/text';
import type { ViewRequest } from '../../trace/view';
import { useActions, useAtlas, useAtlasServices } from '../atlas-context';
import controls from '../controls/controls.module.css';
import { formatNumber } from '../format';
import { nodeName } from '../names';
import { layoutOf } from '../stage/cells';
import { FigureHost } from '../stage/FigureHost';
import { planFor } from '../stage/positions';
import { useT, useText } from '../use-text';
import { useTheme } from '../use-theme';
import styles from './Inspector.module.css';
import { Section } from './Section';

/** The parameter by which a mechanism offers what the paper says and what its published code does. */
const name = 'variant';

/** A run is left alone for this many milliseconds before it is done again in the other variant. */
const pause = 400;

/** Sides of the small picture, in pixels. */
const pixels = [96, 96] as const;

interface Compared {
  readonly summary: RunSummary;
  readonly nodes: readonly Node[];
  readonly differences: readonly StepDifference[];
}

/** What it changes on the present input to follow the published code instead of the paper, or the other way round. */
export function VariantPanel() {
  const t = useT();
  const text = useText();
  const { setParam } = useActions();
  const summary = useAtlas((s) => s.summary);
  const mechanism = mechanismById(summary?.request.mechanism ?? '');
  const param = mechanism?.params[name];
  const now = summary?.params[name];
  const other =
    param?.kind === 'choice' ? Object.keys(param.choices).find((key) => key !== now) : undefined;
  const { compared, failure } = useDifference(summary, other);
  if (!summary || param?.kind !== 'choice' || !other) return null;
  return (
    <Section title={t('variant.title')}>
      <div className={styles.stack}>
        <p className={styles.note}>{text(param.help)}</p>
        {compared?.summary === summary ? <Differences {...compared} /> : null}
        {failure && <p className={styles.note}>{text(failure)}</p>}
        {compared?.summary !== summary && !failure && (
          <p className={styles.note} role="status">
            {t('variant.running')}
          </p>
        )}
        <button
          type="button"
          className={`${controls.button} ${styles.start}`}
          onClick={() => setParam(name, other)}
        >
          {t('variant.switch', { variant: text(param.choices[other]) })}
        </button>
      </div>
    </Section>
  );
}

/** Runs the other variant beside the page's run, whenever that has settled. */
function useDifference(summary: RunSummary | null, other: string | undefined) {
  const { store } = useAtlasServices();
  /** The worker of the last comparison, as long as it is free. */
  const idle = useRef<Checker | null>(null);
  const [compared, setCompared] = useState<Compared | null>(null);
  const [failure, setFailure] = useState<Text | null>(null);
  const selection = useAtlas((s) => s.selection);
  useEffect(() => {
    setFailure(null);
    if (!summary || other === undefined) return;
    const { request } = summary;
    const changed: RunRequest = { ...request, params: { ...request.params, [name]: other } };
    const nodes = toldBy(summary);
    const views = nodes.map((node) => viewOf(node, summary, selection));
    let checker: Checker | undefined;
    let current = true;
    const compare = async () => {
      const { Checker } = await import('../../engine/checks/checker');
      if (!current) return;
      if (idle.current?.backend !== summary.backend) {
        idle.current?.close();
        idle.current = null;
      }
      checker = idle.current ?? new Checker(summary.backend);
      idle.current = null;
      try {
        const image = store.getState().ownImage?.blob;
        const differences = await checker.difference([request, changed], views, image);
        if (current) setCompared({ summary, nodes, differences });
        idle.current = checker;
        checker = undefined;
      } catch (error) {
        if (current && !(error instanceof Superseded)) setFailure(textOf(error));
        checker?.close();
      }
    };
    const timer = setTimeout(() => void compare(), pause);
    return () => {
      current = false;
      clearTimeout(timer);
      checker?.close();
    };
  }, [summary, other, selection, store]);
  useEffect(() => () => idle.current?.close(), []);
  return { compared, failure };
}

/** The telling step and the output, once where they are the same. */
function toldBy({ graph, request }: RunSummary): Node[] {
  const telling = currentStep(
    stepsOf(graph),
    null,
    mechanismById(request.mechanism)?.telling ?? '',
  );
  const output = graph.nodes[graph.output];
  return telling && telling.node.id !== output.id ? [telling.node, output] : [output];
}

function viewOf(node: Node, { graph }: RunSummary, selection: Selection): ViewRequest {
  const plan = planFor(node, graph);
  const size = plan.grid ? ([plan.grid.height * plan.grid.width, 1] as const) : pixels;
  return viewRequestFor(plan, layoutOf(plan, node.axes, selection).fixed, size);
}

function Differences({ summary, nodes, differences }: Compared) {
  const t = useT();
  const text = useText();
  const theme = useTheme();
  const captions = useMemo(() => nodes.map((node) => nodeName(node, text, t)), [nodes, text, t]);
  const data = useMemo(() => {
    const panels = differences.flatMap(({ view }, i) => {
      if (!view) return [];
      const { grid } = planFor(nodes[i], summary.graph);
      const asMap = grid && view.data.length === grid.height * grid.width ? grid : view;
      const { height, width } = asMap;
      return [
        {
          view: { ...view, height, width, rows: Math.min(height, width), columns: width },
          caption: captions[i],
          // A difference has a sign, whatever it is a difference of.
          colouring: colouringOf(view.statistics, 'local', 'feature'),
        },
      ];
    });
    const [first] = panels;
    return first
      ? {
          panels,
          chosen: -1,
          colouring: first.colouring,
          colour: theme.accent,
          label: t('variant.map'),
        }
      : null;
  }, [differences, nodes, captions, summary, theme, t]);
  return (
    <>
      <dl className={styles.facts}>
        {differences.map(({ most, scale }, i) => (
          <div key={nodes[i].id} className={styles.pair}>
            <dt>{t('variant.most', { step: captions[i] })}</dt>
            <dd>
              {most === null
                ? t('variant.otherShape')
                : t('variant.of', { most: formatNumber(most), scale: formatNumber(scale) })}
            </dd>
          </div>
        ))}
      </dl>
      {data && <FigureHost className={styles.map} create={createMultiples} data={data} />}
      {data && <p className={styles.note}>{t('variant.mapAbout')}</p>}
    </>
  );
}

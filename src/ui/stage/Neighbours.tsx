import { useCallback, useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { flowOf } from '../../draw/flow-layout';
import { createMultiples } from '../../draw/multiples';
import type { RunSummary } from '../../engine/protocol';
import { cellsOf } from '../../trace/expression';
import { useActions, useAtlas } from '../atlas-context';
import { nodeName } from '../names';
import { useCurrentStep } from '../use-steps';
import { useT, useText } from '../use-text';
import { useTheme } from '../use-theme';
import { FigureHost } from './FigureHost';
import styles from './Neighbours.module.css';
import { useThumbnails } from './use-thumbnails';

/** What the step was made from and what is made of it, as small pictures that lead there. */
export function Neighbours() {
  const t = useT();
  // The figure comes first.
  const { summary, current } = useDeferredValue(useCurrentStep());
  const graph = summary?.graph;
  const flow = useMemo(() => graph && flowOf(graph), [graph]);
  const id = current?.node.id;
  const [before, after] = useMemo(() => {
    const edges = flow?.edges ?? [];
    return [
      [...new Set(edges.filter((e) => e.to === id).map((e) => e.from))],
      [...new Set(edges.filter((e) => e.from === id).map((e) => e.to))],
    ];
  }, [flow, id]);
  if (!summary) return null;
  return (
    <div className={styles.neighbours}>
      <Side
        title={t('stage.before')}
        nodes={before}
        summary={summary}
        empty={t('stage.nothingBefore')}
      />
      <Side
        title={t('stage.after')}
        nodes={after}
        summary={summary}
        empty={t('stage.nothingAfter')}
      />
    </div>
  );
}

interface SideProps {
  readonly title: string;
  readonly nodes: readonly number[];
  readonly summary: RunSummary;
  readonly empty: string;
}

function Side({ title, nodes, summary, empty }: SideProps) {
  const t = useT();
  const text = useText();
  const theme = useTheme();
  const { goToStep } = useActions();
  const { steps } = useDeferredValue(useCurrentStep());
  const thumbnails = useThumbnails(summary, nodes);
  const explanation = useAtlas((s) => s.explanation);

  const latest = useRef({ nodes, steps, goToStep });
  useEffect(() => {
    latest.current = { nodes, steps, goToStep };
  });
  const create = useCallback(
    (host: HTMLElement) =>
      createMultiples(host, {
        onChoose(i) {
          const { nodes, steps, goToStep } = latest.current;
          const step = steps.find((s) => s.node.id === nodes[i]);
          if (step) goToStep(step.key);
        },
      }),
    [],
  );

  const data = useMemo(() => {
    const found = nodes.flatMap((node) => thumbnails.get(node) ?? []);
    if (found.length < nodes.length) return null;
    const sources = explanation ? cellsOf(explanation.expression) : [];
    return {
      panels: found.map(({ node, view, cells, pixelOf }) => ({
        view: {
          ...view,
          height: cells.rows,
          width: cells.columns,
          // A tall picture is squeezed: here it only has to be recognised.
          rows: Math.min(cells.rows, cells.columns),
          columns: cells.columns,
        },
        mask: cells.mask && { ...view, data: cells.mask },
        caption: nodeName(summary.graph.nodes[node], text, t),
        colouring: cells.colouring,
        lit: sources.flatMap((cell) => (cell.node === node ? (pixelOf(cell.index) ?? []) : [])),
      })),
      chosen: -1,
      colouring: found[0]?.cells.colouring ?? {
        map: 'sequential' as const,
        domain: [0, 1] as const,
        log: false,
      },
      colour: theme.accent,
      label: title,
    };
  }, [nodes, thumbnails, summary, explanation, text, t, theme, title]);

  return (
    <div className={styles.side}>
      <h3>{title}</h3>
      {nodes.length === 0 && <p>{empty}</p>}
      {nodes.length > 0 && data && (
        <FigureHost className={styles.figure} create={create} data={data} />
      )}
    </div>
  );
}

import { useCallback, useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { createFlow, type FlowData } from '../../draw/flow';
import { flowOf } from '../../draw/flow-layout';
import { cellsOf } from '../../trace/expression';
import { useActions, useAtlas } from '../atlas-context';
import { nodeName } from '../names';
import { useCurrentStep } from '../use-steps';
import { useT, useText } from '../use-text';
import { FigureHost } from './FigureHost';
import { useThumbnails } from './use-thumbnails';

/** The whole mechanism as a graph whose nodes are small live pictures; a click goes to a step. */
export function Flow() {
  const t = useT();
  const text = useText();
  const { goToStep } = useActions();
  const explanation = useAtlas((s) => s.explanation);
  // The figure comes first.
  const { summary, steps, current } = useDeferredValue(useCurrentStep());
  const graph = summary?.graph;
  const flow = useMemo(() => graph && flowOf(graph), [graph]);
  const shown = useMemo(() => flow?.nodes.map((node) => node.id) ?? [], [flow]);
  const thumbnails = useThumbnails(summary, shown);
  const label = t('stage.flow');

  const latest = useRef({ steps, goToStep });
  useEffect(() => {
    latest.current = { steps, goToStep };
  });
  const create = useCallback(
    (host: HTMLElement) =>
      createFlow(host, {
        onPin(node) {
          const step = latest.current.steps.find((s) => s.node.id === node);
          if (step) latest.current.goToStep(step.key);
        },
      }),
    [],
  );

  const data = useMemo((): FlowData | null => {
    if (!graph || !flow) return null;
    const lit = explanation ? cellsOf(explanation.expression).map((cell) => cell.node) : [];
    return {
      label,
      graph: flow,
      plateOf: (id) => ({
        title: nodeName(graph.nodes[id], text, t),
        role: graph.nodes[id].step?.text.role ?? 'feature',
        shape: graph.nodes[id].axes.map((a) => a.size).join(' × '),
        picture: thumbnails.get(id)?.cells,
      }),
      weightOf: (id) => graph.nodes[id].source ?? '',
      current: current?.node.id ?? null,
      lit: [...new Set(lit)],
    };
  }, [graph, flow, thumbnails, explanation, current, label, text, t]);

  return data && <FigureHost create={create} data={data} />;
}

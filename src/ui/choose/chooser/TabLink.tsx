import type { ReactNode } from 'react';
import { mostLines } from '../../../state/choose-scaling';
import type { ChooseTab } from '../../../state/choose-view';
import { defaultView } from '../../../state/default-view';
import { encodeView } from '../../../state/url';
import { viewOf } from '../../../state/view';
import { useActions, useAtlasServices } from '../../atlas-context';

interface Props {
  readonly tab: ChooseTab;
  /** A mechanism that the scaling plots should show. */
  readonly line?: string;
  readonly children: ReactNode;
}

/** Leads to another view of the page, at the same size. */
export function TabLink({ tab, line, children }: Props) {
  const { store } = useAtlasServices();
  const { setChoose } = useActions();
  const target = () => {
    const { choose } = store.getState();
    const { lines } = choose.scaling;
    const wanted = line && !lines.includes(line) ? [...lines, line].slice(-mostLines) : lines;
    return { tab, scaling: { ...choose.scaling, lines: wanted } };
  };
  const state = store.getState();
  const view = { ...viewOf(state), choose: { ...state.choose, ...target() } };
  return (
    <a
      href={`./?${encodeView(view, defaultView)}`}
      onClick={(event) => {
        // A new tab or window is the browser's.
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        setChoose(target());
      }}
    >
      {children}
    </a>
  );
}

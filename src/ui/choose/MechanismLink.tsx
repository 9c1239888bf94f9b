import { type ReactNode, useMemo } from 'react';
import type { Mechanism, Params } from '../../mechanisms/define';
import { defaultView } from '../../state/default-view';
import { requestAt } from '../../state/facts';
import type { Sizes } from '../../state/sizes';
import { encodeView } from '../../state/url';
import { useActions, useAtlas } from '../atlas-context';
import { useText } from '../use-text';

interface Props {
  readonly mechanism: Mechanism;
  /** Left out, it opens as from the catalogue. */
  readonly sizes?: Sizes;
  /** Arguments that differ from the usual ones. */
  readonly form?: Params;
  readonly className?: string;
  /** The mechanism's name when left out. */
  readonly children?: ReactNode;
}

/** Opens a mechanism where it can be stepped through, at a size. */
export function MechanismLink({ mechanism, sizes, form, className, children }: Props) {
  const text = useText();
  const { openRun, setMechanism } = useActions();
  const locale = useAtlas((s) => s.locale);
  const theme = useAtlas((s) => s.theme);
  const request = useMemo(() => {
    if (!sizes) return undefined;
    const usual = requestAt(mechanism, sizes);
    return { ...usual, params: { ...usual.params, ...form } };
  }, [mechanism, sizes, form]);
  const href = useMemo(() => {
    if (!request) return `./?m=${mechanism.id}`;
    const { params, input } = request;
    const view = {
      ...defaultView,
      ...{ mechanism: mechanism.id, params, input, locale, theme },
      ...{ step: null, selection: {}, pin: null },
      weights: { ...defaultView.weights, gain: 1 },
    };
    return `./?${encodeView(view, defaultView)}`;
  }, [mechanism, request, locale, theme]);
  return (
    <a
      href={href}
      className={className}
      onClick={(event) => {
        // A new tab or window is the browser's.
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        if (request) openRun(request);
        else setMechanism(mechanism.id);
      }}
    >
      {children ?? text(mechanism.name)}
    </a>
  );
}

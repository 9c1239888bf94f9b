import { type ComponentType, lazy } from 'react';

/** A file of the page that did not come. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';

  /** @param forget has the file fetched again when its component is next shown. */
  constructor(
    reason: unknown,
    readonly forget: () => void,
  ) {
    super(String(reason));
  }
}

/**
 * A component whose file is fetched when it is first shown. React's own `lazy` would never ask again for one that did
 * not come; here the boundary that has caught the failure forgets it.
 */
export function lazily<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
): ComponentType<P> {
  const attempt = () =>
    lazy(() =>
      load().catch((error: unknown) => {
        throw new NotLoaded(error, () => {
          fetchStylesAgain();
          Shown = attempt();
        });
      }),
    );
  let Shown = attempt();
  return function Lazily(props: P) {
    return <Shown {...props} />;
  };
}

/** A style sheet that did not come counts as fetched for the bundler. */
function fetchStylesAgain(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]'))
    if (!link.sheet) link.replaceWith(link.cloneNode());
}

import { useEffect, useState } from 'react';
import type { Photograph } from '../../draw/photograph';
import type { RunSummary } from '../../engine/protocol';
import { useAtlasServices } from '../atlas-context';

/** Longer side of the photograph below a map. */
const side = 640;

interface Shown {
  readonly input: RunSummary['request']['input'];
  readonly photograph: Photograph;
}

/** The photograph that a run was given, cropped as its maps are; nothing for other inputs. */
export function usePhotograph(summary: RunSummary): Photograph | undefined {
  const { engine } = useAtlasServices();
  const [shown, setShown] = useState<Shown | null>(null);
  const { input } = summary.request;

  useEffect(() => {
    if (input.kind !== 'image') return;
    let current = true;
    // Maps of a lower resolution show the same part of it, so the input's own shape serves them all.
    engine.picture(input.image, input.height, input.width, side).then(
      (image) => {
        const { width, height } = image;
        if (current) setShown({ input, photograph: { image, width, height } });
      },
      // The picture is only a ground for the map, which stands alone without it.
      () => {},
    );
    return () => {
      current = false;
    };
  }, [engine, input]);

  const same =
    shown?.input.kind === 'image' &&
    input.kind === 'image' &&
    shown.input.image === input.image &&
    shown.input.height / shown.input.width === input.height / input.width;
  return same ? shown.photograph : undefined;
}

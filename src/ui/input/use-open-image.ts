import { type ImageChoice, suits } from '../../inputs/choice';
import { mechanismById } from '../../mechanisms/catalogue';
import { textOf } from '../../state/runner';
import { useAtlasServices } from '../atlas-context';

/** Opens an image of the person's own as the input; one that cannot be decoded leaves everything as it is. */
export function useOpenImage(): (file: File) => Promise<void> {
  const { store, actions, engine } = useAtlasServices();
  return async (file) => {
    try {
      await engine.loadImage(file, 64);
    } catch (error) {
      actions.notify(textOf(error), 'warning');
      return;
    }
    const { input, mechanism: id } = store.getState();
    const sizes = input.kind === 'image' ? input : { height: 32, width: 32, channels: 32 };
    const choice: ImageChoice = { ...sizes, kind: 'image', image: 'own' };
    const mechanism = mechanismById(id);
    if (!mechanism || !suits(choice, mechanism)) return;
    actions.openOwnImage({ name: file.name, blob: file }, choice);
  };
}

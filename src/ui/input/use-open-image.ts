import { fits, type ImageChoice, suits } from '../../inputs/choice';
import { mechanismById } from '../../mechanisms/catalogue';
import { textOf } from '../../state/runner';
import { useAtlasServices } from '../atlas-context';

/** How many images were opened: the newest wins, whichever is decoded last. */
let opened = 0;

/**
 * Opens an image of the person's own as the input; one that cannot be decoded, or that the mechanism cannot take, leaves
 * everything as it is.
 */
export function useOpenImage(): (file: File) => Promise<void> {
  const { store, actions, engine } = useAtlasServices();
  return async (file) => {
    const mine = ++opened;
    const present = mechanismById(store.getState().mechanism);
    if (present && !fits('image', present.inputs)) {
      const { en, zh } = present.name;
      actions.notify(
        {
          en: `${en} takes no image; choose a mechanism that does and open ${file.name} again.`,
          zh: `${en === zh ? en : zh}不接受图像；请选择接受图像的机制后重新打开 ${file.name}。`,
        },
        'warning',
      );
      return;
    }
    try {
      await engine.loadImage(file, 64);
    } catch (error) {
      actions.notify(textOf(error), 'warning');
      return;
    }
    if (mine !== opened) return;
    const { input, mechanism: id } = store.getState();
    const sizes = input.kind === 'image' ? input : { height: 32, width: 32, channels: 32 };
    const choice: ImageChoice = { ...sizes, kind: 'image', image: 'own' };
    const mechanism = mechanismById(id);
    if (!mechanism || !suits(choice, mechanism)) return;
    actions.openOwnImage({ name: file.name, blob: file }, choice);
  };
}

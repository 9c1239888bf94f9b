import { useAtlasServices } from '../atlas-context';
import { useOpenImage } from './use-open-image';

/** Endings of the tensor files that can be read. */
export const tensorEndings = ['.safetensors', '.npy', '.npz', '.json'] as const;

const isTensors = ({ name }: File): boolean =>
  tensorEndings.some((ending) => name.toLowerCase().endsWith(ending));

/** Opens a file of the person's own: tensors from PyTorch, or an image. */
export function useOpenFile(): (file: File) => Promise<void> {
  const { imports } = useAtlasServices();
  const openImage = useOpenImage();
  return (file) => (isTensors(file) ? imports.open(file) : openImage(file));
}

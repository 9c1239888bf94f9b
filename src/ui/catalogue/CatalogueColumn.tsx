import { useAtlas } from '../atlas-context';
import { InputPicker } from '../input/InputPicker';
import { Catalogue } from './Catalogue';

/** What to look at: the input, and the mechanisms that take it. */
export default function CatalogueColumn() {
  // A lesson has the input with it.
  const lesson = useAtlas((s) => s.lesson !== null);
  return (
    <>
      {!lesson && <InputPicker />}
      <Catalogue />
    </>
  );
}

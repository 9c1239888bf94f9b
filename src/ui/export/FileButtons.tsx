import { Download } from 'lucide-react';
import { useState } from 'react';
import { saveFile } from '../../export/deliver';
import { textOf } from '../../state/runner';
import { useActions } from '../atlas-context';
import controls from '../controls/controls.module.css';
import type { Made } from './use-exporter';

interface Props<Format extends string> {
  readonly formats: readonly Format[];
  /** Makes the file; what goes wrong is told to the person. */
  readonly make: (format: Format) => Promise<Made>;
  /** @param format in capitals */
  readonly label: (format: string) => string;
  /** What the buttons wait for while a file is made. */
  readonly making?: string;
  readonly disabled?: boolean;
  /** Of the first button. */
  readonly id?: string;
}

/** Saves the same thing in different formats, one at a time. */
export function FileButtons<Format extends string>({
  formats,
  make,
  label,
  making,
  disabled,
  id,
}: Props<Format>) {
  const { notify } = useActions();
  const [busy, setBusy] = useState(false);

  const save = async (format: Format) => {
    setBusy(true);
    try {
      const { name, content } = await make(format);
      saveFile(document, name, content);
    } catch (error) {
      notify(textOf(error), 'warning');
    }
    setBusy(false);
  };

  return formats.map((format, i) => (
    <button
      key={format}
      type="button"
      id={i === 0 ? id : undefined}
      className={controls.button}
      disabled={busy || disabled}
      title={busy ? making : undefined}
      onClick={() => void save(format)}
    >
      <Download size={14} aria-hidden />
      {label(format.toUpperCase())}
    </button>
  ));
}

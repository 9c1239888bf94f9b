import { Clipboard, Download } from 'lucide-react';
import { useState } from 'react';
import { copyFile, saveFile } from '../../export/deliver';
import { textOf } from '../../state/runner';
import { sizeOf } from '../../trace/axes';
import type { Text } from '../../trace/text';
import { FlagField } from '../controls/FlagField';
import { Segmented } from '../controls/Segmented';
import { useT, useText } from '../use-text';
import { ArchiveButton } from './ArchiveButton';
import styles from './ExportPanel.module.css';
import { defaultOptions, type ExportOptions, formats } from './options';
import { PictureOptions } from './PictureOptions';
import { useExporter } from './use-exporter';
import { usePreview } from './use-preview';

/** Told to the person: what happened, or why not. */
type Outcome = { readonly text: Text | string; readonly failed: boolean } | null;

interface Props {
  readonly visible: boolean;
}

/** The current figure or its numbers, into a file or onto the clipboard. */
export default function ExportControls({ visible }: Props) {
  const t = useT();
  const text = useText();
  const [options, setOptions] = useState<ExportOptions>(defaultOptions);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>(null);
  const { subject, name, picture, content, archive } = useExporter(options);
  const drawn = options.format === 'png' || options.format === 'svg';
  const preview = usePreview(visible && drawn ? picture : null);
  const change = (part: Partial<ExportOptions>) => {
    setOptions({ ...options, ...part });
    setOutcome(null);
  };

  const attempt = async (work: () => Promise<string>) => {
    setBusy(true);
    setOutcome(null);
    try {
      setOutcome({ text: await work(), failed: false });
    } catch (error) {
      setOutcome({ text: textOf(error), failed: true });
    }
    setBusy(false);
  };
  const save = () =>
    attempt(async () => {
      saveFile(document, name, await content());
      return t('export.saved', { name });
    });
  const copy = () =>
    attempt(async () => {
      await copyFile(options.format === 'png' ? 'image/png' : 'text/plain', content());
      return t('export.copied');
    });

  if (!subject) return null;
  const { axes } = subject.step.node;
  const fixes = axes.filter((a) => a.size > 1 && a.role in subject.fixed);
  const kept = options.whole ? axes : axes.filter((a) => !(a.role in subject.fixed));
  return (
    <div className={styles.panel}>
      <Segmented
        label={t('export.format')}
        value={options.format}
        options={formats.map((value) => ({ value, name: value.toUpperCase() }))}
        onChange={(format) => change({ format })}
      />
      {drawn ? (
        <>
          {preview && (
            <figure className={styles.preview} data-background={options.background}>
              <img src={preview.url} alt={t('export.preview')} />
              {options.format === 'png' && (
                <figcaption>
                  {Math.round(preview.width * options.scale)} ×{' '}
                  {Math.round(preview.height * options.scale)} px
                </figcaption>
              )}
            </figure>
          )}
          <PictureOptions subject={subject} options={options} change={change} />
        </>
      ) : (
        <>
          {fixes.length > 0 && (
            <FlagField
              label={t('export.whole', {
                axes: fixes.map((a) => t(`axis.${a.role}`)).join(t('comma')),
              })}
              value={options.whole}
              onChange={(whole) => change({ whole })}
            />
          )}
          <p className={styles.note}>
            {t('export.numbers', {
              axes: kept.map((a) => `${t(`axis.${a.role}`)} ${a.size}`).join(' × '),
              count: sizeOf(kept),
            })}{' '}
            {t(`export.about.${options.format as 'csv' | 'npy' | 'json'}`)}
          </p>
        </>
      )}
      <p className={styles.name}>{name}</p>
      <div className={styles.buttons}>
        <button
          type="button"
          className={styles.primary}
          disabled={busy}
          onClick={() => void save()}
        >
          <Download size={15} aria-hidden />
          {t('export.save')}
        </button>
        {options.format !== 'npy' && (
          <button
            type="button"
            className={styles.button}
            disabled={busy}
            onClick={() => void copy()}
          >
            <Clipboard size={15} aria-hidden />
            {t('export.copy')}
          </button>
        )}
      </div>
      <p className={styles.outcome} role="status" data-failed={outcome?.failed ?? false}>
        {outcome && (typeof outcome.text === 'string' ? outcome.text : text(outcome.text))}
      </p>
      <ArchiveButton make={archive} />
    </div>
  );
}

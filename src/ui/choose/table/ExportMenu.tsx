import { Copy, Download } from 'lucide-react';
import * as Popover from 'radix-ui/popover';
import { copyFile, saveFile } from '../../../export/deliver';
import { tableCsv } from '../../../export/table';
import { tableLatex, tableMarkdown } from '../../../export/typeset';
import type { Column } from '../../../state/choose-table';
import { textOf } from '../../../state/runner';
import type { Sizes } from '../../../state/sizes';
import { useActions } from '../../atlas-context';
import controls from '../../controls/controls.module.css';
import { useT, useText } from '../../use-text';
import type { Row } from './rows';
import { recordsOf, typesetOf } from './sheet';
import styles from './Toolbar.module.css';

interface Props {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  readonly sizes: Sizes;
  readonly busy: boolean;
}

const formats = {
  CSV: { ending: 'csv', type: 'text/csv' },
  LaTeX: { ending: 'tex', type: 'application/x-tex' },
  Markdown: { ending: 'md', type: 'text/markdown' },
} as const;
type Format = keyof typeof formats;

/** The rows and columns that are shown, as a file or on the clipboard. */
export function ExportMenu({ rows, columns, sizes, busy }: Props) {
  const t = useT();
  const text = useText();
  const { notify } = useActions();

  const contentOf = (format: Format): Blob => {
    const words = { t, text };
    if (format === 'CSV') return tableCsv(recordsOf(rows, columns, words));
    const sheet = typesetOf(rows, columns, sizes, words);
    const made = format === 'LaTeX' ? tableLatex(sheet) : tableMarkdown(sheet);
    return new Blob([made], { type: formats[format].type });
  };
  const copy = async (format: Format) => {
    try {
      await copyFile(formats[format].type, Promise.resolve(contentOf(format)));
      const [en, zh] = [
        t('choose.table.copied', { format, lng: 'en' }),
        t('choose.table.copied', { format, lng: 'zh' }),
      ];
      notify({ en, zh });
    } catch (error) {
      notify(textOf(error), 'warning');
    }
  };

  return (
    <Popover.Root>
      <Popover.Trigger className={controls.button} disabled={busy || rows.length === 0}>
        <Download size={14} aria-hidden />
        {t('choose.table.export')}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.menu}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('choose.table.export')}
        >
          {(Object.keys(formats) as Format[]).map((format) => (
            <div key={format} className={styles.formats}>
              <button
                type="button"
                className={styles.item}
                onClick={() =>
                  saveFile(
                    document,
                    `attention-mechanisms.${formats[format].ending}`,
                    contentOf(format),
                  )
                }
              >
                <Download size={14} aria-hidden />
                {t('choose.table.save', { format })}
              </button>
              <button type="button" className={styles.item} onClick={() => void copy(format)}>
                <Copy size={14} aria-hidden />
                {t('choose.table.copy', { format })}
              </button>
            </div>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

import { ArrowLeft, X } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type ParsedLine, parse } from 'sugar-high/core';
import { tokenize } from 'sugar-high/lang/typescript';
import { sourceOf } from '../../state/source';
import { useActions, useAtlas } from '../atlas-context';
import { useT } from '../use-text';
import { importsOf } from './files';
import styles from './Source.module.css';
import { FileLinks } from './SourcePanel';
import { useSource } from './use-source';

/** A source file beside the picture, with the files that it is made of. */
export default function SourceSheet() {
  const t = useT();
  const { openSource } = useActions();
  const file = useAtlas((s) => s.source);
  const own = useAtlas((s) => sourceOf(s.mechanism));
  const source = useSource(file);
  const ref = useRef<HTMLElement>(null);

  // Another mechanism on the stage brings its own file.
  const shownFor = useRef(own);
  useEffect(() => {
    if (shownFor.current !== own) openSource(own);
    shownFor.current = own;
  }, [own, openSource]);
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  // The link that was followed is gone with the file that had it, and the focus with it.
  const shown = `${file} ${source === null}`;
  useLayoutEffect(() => {
    const sheet = ref.current;
    if (shown && sheet && !sheet.contains(document.activeElement)) sheet.focus();
  }, [shown]);

  if (file === null) return null;
  const text = typeof source === 'string' ? source : '';
  return (
    <aside
      ref={ref}
      className={styles.sheet}
      data-open
      aria-label={`${t('source.title')}: ${file}`}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        openSource(null);
      }}
    >
      <header className={styles.head}>
        {file !== own && (
          <button
            type="button"
            className={styles.icon}
            aria-label={t('source.back')}
            onClick={() => openSource(own)}
          >
            <ArrowLeft size={16} aria-hidden />
          </button>
        )}
        <h2>src/{file}</h2>
        <CopyButton text={text} />
        <button
          type="button"
          className={styles.icon}
          aria-label={t('close')}
          onClick={() => openSource(null)}
        >
          <X size={16} aria-hidden />
        </button>
      </header>
      {source instanceof Error && <p className={styles.note}>{source.message}</p>}
      {text && (
        <>
          <nav className={styles.imports} aria-label={t('source.imports')}>
            <FileLinks files={importsOf(file, text)} />
          </nav>
          <Code text={text} />
        </>
      )}
    </aside>
  );
}

function CopyButton({ text }: { readonly text: string }) {
  const t = useT();
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(text);
  };
  return (
    <button
      type="button"
      className={styles.copy}
      onClick={() => void copy().catch(() => setCopied(null))}
    >
      {t(copied === text ? 'share.copied' : 'share.copy')}
    </button>
  );
}

/** Numbered lines; a screen reader and the clipboard get the code without the numbers. */
function Code({ text }: { readonly text: string }) {
  const { lines } = parse(text.trimEnd(), { tokenize });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: code that scrolls is reached by keyboard
    <pre className={styles.code} tabIndex={0}>
      <code>
        {lines.map((line) => (
          <Line key={line.index} line={line} />
        ))}
      </code>
    </pre>
  );
}

function Line({ line }: { readonly line: ParsedLine }) {
  return (
    <span className={styles.line}>
      {line.tokens.map(({ type, value }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a token is its position
        <span key={i} data-token={type}>
          {value}
        </span>
      ))}
      {'\n'}
    </span>
  );
}

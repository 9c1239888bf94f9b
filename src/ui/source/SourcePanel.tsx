import { sourceOf } from '../../state/source';
import { useActions, useAtlas } from '../atlas-context';
import { CommandButton } from '../controls/CommandButton';
import { Section } from '../inspector/Section';
import { useT } from '../use-text';
import { importsOf } from './files';
import styles from './Source.module.css';
import { useSource } from './use-source';

/** The very file that runs, and what it is made of, to be opened beside the picture. */
export function SourcePanel() {
  const t = useT();
  const file = useAtlas((s) => sourceOf(s.mechanism));
  const source = useSource(file);
  const text = typeof source === 'string' ? source : '';
  return (
    <Section title={t('source.title')} action={<CommandButton id="source" />}>
      <p className={styles.note}>{t('source.about')}</p>
      <FileLinks files={[file, ...importsOf(file, text)]} />
    </Section>
  );
}

/** Files that open beside the picture. */
export function FileLinks({ files }: { readonly files: readonly string[] }) {
  const { openSource } = useActions();
  const open = useAtlas((s) => s.source);
  return (
    <ul className={styles.files}>
      {files.map((name) => (
        <li key={name}>
          <button type="button" aria-current={name === open} onClick={() => openSource(name)}>
            {name}
          </button>
        </li>
      ))}
    </ul>
  );
}

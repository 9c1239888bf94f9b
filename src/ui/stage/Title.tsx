import { ExternalLink } from 'lucide-react';
import { mechanismById } from '../../mechanisms/catalogue';
import { useAtlas } from '../atlas-context';
import { cite } from '../names';
import { useText } from '../use-text';
import styles from './Title.module.css';

/** What is on the stage: its name, its idea, its papers. */
export function Title() {
  const text = useText();
  const lesson = useAtlas((s) => s.lesson !== null);
  const mechanism = useAtlas((s) => mechanismById(s.mechanism));
  if (!mechanism) return null;
  return (
    <div className={styles.title} data-lesson={lesson}>
      <h2>{text(mechanism.name)}</h2>
      <p>
        {text(mechanism.idea)}{' '}
        {mechanism.papers.map((paper) => (
          <a key={paper.url} href={paper.url} target="_blank" rel="noreferrer" title={paper.title}>
            {cite(paper)}
            <ExternalLink size={11} aria-hidden />
          </a>
        ))}
      </p>
    </div>
  );
}

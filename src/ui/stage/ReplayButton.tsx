import { Play } from 'lucide-react';
import styles from './ReplayButton.module.css';

interface Props {
  readonly label: string;
  readonly onClick: () => void;
}

/** Plays the motion of one figure again. */
export const ReplayButton = ({ label, onClick }: Props) => (
  <button type="button" className={styles.replay} onClick={onClick}>
    <Play size={13} aria-hidden />
    {label}
  </button>
);

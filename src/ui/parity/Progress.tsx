import { useStore } from 'zustand';
import { mechanismById } from '../../mechanisms/catalogue';
import { useAtlasServices } from '../atlas-context';
import controls from '../controls/controls.module.css';
import { useT, useText } from '../use-text';
import styles from './Parity.module.css';

/** How far the measurement is, and a button that ends it. */
export function Progress() {
  const t = useT();
  const text = useText();
  const { parity } = useAtlasServices();
  const { running } = useStore(parity.store);
  if (!running) return null;
  const { done, total, backend } = running;
  const name = mechanismById(running.mechanism)?.name ?? { en: '', zh: '' };
  return (
    <div className={styles.progress}>
      <p role="status">
        {t('parity.running', { backend, name: text(name), done: done + 1, total })}
      </p>
      <progress max={total} value={done} aria-label={t('parity.title')} />
      <button type="button" className={controls.button} onClick={parity.cancel}>
        {t('stage.cancel')}
      </button>
    </div>
  );
}

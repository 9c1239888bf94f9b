import { mechanismById } from '../../mechanisms/catalogue';
import { useActions, useAtlas, useAtlasServices } from '../atlas-context';
import { Modal } from '../controls/Modal';
import { useT, useText } from '../use-text';
import styles from './FileChoice.module.css';

/** The mechanisms whose weights a file may be, to choose from. */
export default function FileChoice() {
  const t = useT();
  const text = useText();
  const { imports } = useAtlasServices();
  const { openDialog } = useActions();
  const choice = useAtlas((s) => s.fileChoice);
  if (!choice) return null;
  return (
    <Modal title={t('file.several')} open onClose={() => openDialog(null)}>
      <p className={styles.note}>{t('file.severalAbout', { file: choice.file })}</p>
      <ul className={styles.ways}>
        {choice.ways.map((way) => {
          const { name } = mechanismById(way.mechanism) ?? { name: { en: '', zh: '' } };
          const params = Object.entries(way.params)
            .map(([key, value]) => `${key} ${JSON.stringify(value)}`)
            .join(t('comma'));
          return (
            <li key={`${way.prefix} ${way.mechanism}`}>
              <button type="button" onClick={() => imports.show(choice.file, way)}>
                <span>{text(name)}</span>
                <small>
                  {[way.prefix && `${way.prefix}*`, params].filter(Boolean).join(' · ')}
                </small>
              </button>
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}

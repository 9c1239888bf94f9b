import { commandGroups } from '../../state/commands';
import { useActions, useAtlasServices } from '../atlas-context';
import { Modal } from '../controls/Modal';
import { keyLabel, useCommandName } from '../use-command-name';
import { useT } from '../use-text';
import styles from './Help.module.css';

/** The keys of every command, and how to move in a figure. */
export default function Help() {
  const t = useT();
  const nameOf = useCommandName();
  const { commands } = useAtlasServices();
  const { openDialog } = useActions();
  return (
    <Modal title={t('command.help')} open onClose={() => openDialog(null)}>
      <div className={styles.groups}>
        {commandGroups
          .map((group) => ({
            group,
            keyed: commands.filter((c) => c.group === group && c.keys.length > 0),
          }))
          .filter(({ keyed }) => keyed.length > 0)
          .map(({ group, keyed }) => (
            <section key={group}>
              <h3>{t(`group.${group}`)}</h3>
              <dl>
                {keyed.map((command) => (
                  <div key={command.id}>
                    <dt>{nameOf(command)}</dt>
                    <dd>
                      {command.keys.map((key) => (
                        <kbd key={key}>{keyLabel(key)}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
      <p className={styles.figure}>{t('helpFigure')}</p>
    </Modal>
  );
}

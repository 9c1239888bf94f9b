import { Command as Menu } from 'cmdk';
import { mechanismById } from '../../mechanisms/catalogue';
import { commandGroups } from '../../state/commands';
import { useActions, useAtlasServices } from '../atlas-context';
import { searchText } from '../catalogue/search';
import { Modal } from '../controls/Modal';
import { icons } from '../icons';
import { keyLabel, useCommandName } from '../use-command-name';
import { useT } from '../use-text';
import styles from './Palette.module.css';

/** Everything that can be done now, and every mechanism, found by typing. */
export default function Palette() {
  const t = useT();
  const nameOf = useCommandName();
  const { store, commands } = useAtlasServices();
  const { openDialog } = useActions();
  const close = () => openDialog(null);
  const possible = commands.filter((c) => c.id !== 'search' && c.enabled(store.getState()));

  return (
    <Modal title={t('command.search')} open bare onClose={close}>
      <Menu label={t('command.search')} loop>
        <Menu.Input className={styles.input} placeholder={t('searchHint')} autoFocus />
        <Menu.List className={styles.list}>
          <Menu.Empty className={styles.empty}>{t('nothingFound')}</Menu.Empty>
          {[...commandGroups].reverse().map((group) => (
            <Menu.Group key={group} heading={t(`group.${group}`)} className={styles.group}>
              {possible
                .filter((command) => command.group === group)
                .map((command) => {
                  const Icon = icons[command.icon];
                  const mechanism = mechanismById(command.id.replace('mechanism:', ''));
                  return (
                    <Menu.Item
                      key={command.id}
                      value={command.id}
                      keywords={[nameOf(command), mechanism ? searchText(mechanism) : '']}
                      className={styles.item}
                      onSelect={() => {
                        close();
                        command.perform();
                      }}
                    >
                      <Icon size={15} strokeWidth={1.75} aria-hidden />
                      <span>{nameOf(command)}</span>
                      {command.keys[0] && <kbd>{keyLabel(command.keys[0])}</kbd>}
                    </Menu.Item>
                  );
                })}
            </Menu.Group>
          ))}
        </Menu.List>
      </Menu>
    </Modal>
  );
}

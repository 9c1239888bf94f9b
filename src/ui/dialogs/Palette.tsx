import { Command as Menu } from 'cmdk';
import { mechanismById } from '../../mechanisms/catalogue';
import { commandGroups } from '../../state/commands';
import { useActions, useAtlasServices } from '../atlas-context';
import { searchText } from '../catalogue/search';
import { Modal } from '../controls/Modal';
import { icons } from '../icons';
import { useLessons } from '../learn/use-lessons';
import { keyLabel, useCommandName } from '../use-command-name';
import { useT, useText } from '../use-text';
import styles from './Palette.module.css';

/** Everything that can be done now, every mechanism and every lesson, found by typing. */
export default function Palette() {
  const t = useT();
  const text = useText();
  const nameOf = useCommandName();
  const found = useLessons();
  const { store, commands, lessons } = useAtlasServices();
  const { openDialog } = useActions();
  const close = () => openDialog(null);
  const possible = commands.filter((c) => c.id !== 'search' && c.enabled(store.getState()));

  return (
    <Modal title={t('command.search')} open bare onClose={close}>
      <Menu label={t('command.search')} loop>
        <Menu.Input className={styles.input} placeholder={t('searchHint')} autoFocus />
        <Menu.List className={styles.list}>
          <Menu.Empty className={styles.empty}>{t('nothingFound')}</Menu.Empty>
          <Menu.Group heading={t('learn.name')} className={styles.group}>
            {found.map((lesson) => (
              <Menu.Item
                key={lesson.id}
                value={`lesson:${lesson.id}`}
                keywords={[lesson.title.en, lesson.title.zh]}
                className={styles.item}
                onSelect={() => {
                  close();
                  void lessons.open(lesson.id);
                }}
              >
                <icons.learn size={15} strokeWidth={1.75} aria-hidden />
                <span>{text(lesson.title)}</span>
              </Menu.Item>
            ))}
          </Menu.Group>
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

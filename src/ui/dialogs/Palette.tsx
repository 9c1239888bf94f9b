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

const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s\-–—_()（）]+/g, '');

/** Whether something is called so: best by the beginning of its name, then by any other words. */
function matchOf(_: string, typed: string, [name = '', ...others]: string[] = []): number {
  const wanted = plain(typed);
  const at = plain(name).indexOf(wanted);
  if (at >= 0) return at === 0 ? 1 : 0.8;
  return others.some((words) => plain(words).includes(wanted)) ? 0.5 : 0;
}

/** Everything that can be done now, every mechanism and every lesson, found by typing. */
export default function Palette() {
  const t = useT();
  const text = useText();
  const nameOf = useCommandName();
  const found = useLessons();
  const { store, commands, lessons } = useAtlasServices();
  const { openDialog } = useActions();
  const close = () => openDialog(null);
  /** What else a command may be looked for by. */
  const wordsFor = (id: string) => t(`commandWords.${id as 'help'}`, { defaultValue: '' });
  const possible = commands.filter((c) => c.id !== 'search' && c.enabled(store.getState()));

  return (
    <Modal title={t('command.search')} open bare onClose={close}>
      <Menu label={t('command.search')} loop filter={matchOf}>
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
                      keywords={[
                        nameOf(command),
                        mechanism ? searchText(mechanism) : wordsFor(command.id),
                      ]}
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

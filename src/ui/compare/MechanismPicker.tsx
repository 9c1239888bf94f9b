import { Command as Menu } from 'cmdk';
import { ChevronDown } from 'lucide-react';
import * as Popover from 'radix-ui/popover';
import { useState } from 'react';
import { suits } from '../../inputs/choice';
import { catalogue, mechanismById } from '../../mechanisms/catalogue';
import type { Mechanism } from '../../mechanisms/define';
import { useAtlas } from '../atlas-context';
import { searchText } from '../catalogue/search';
import palette from '../dialogs/Palette.module.css';
import { useT, useText } from '../use-text';
import styles from './Side.module.css';

interface Props {
  readonly letter: string;
  readonly onChoose: (id: string) => void;
}

/** The mechanism of a side; opens the list of all, those that take the present input first. */
export function MechanismPicker({ letter, onChoose }: Props) {
  const t = useT();
  const text = useText();
  const [open, setOpen] = useState(false);
  const chosen = useAtlas((s) => mechanismById(s.mechanism));
  const input = useAtlas((s) => s.input);
  const name = chosen ? text(chosen.name) : '';
  const choose = (id: string) => {
    setOpen(false);
    onChoose(id);
  };
  const group = (heading: string, members: readonly Mechanism[]) =>
    members.length > 0 && (
      <Menu.Group heading={heading} className={palette.group}>
        {members.map((mechanism) => (
          <Menu.Item
            key={mechanism.id}
            value={mechanism.id}
            keywords={[searchText(mechanism)]}
            className={palette.item}
            onSelect={choose}
          >
            <span>{text(mechanism.name)}</span>
            {mechanism.papers[0] && <kbd>{mechanism.papers[0].year}</kbd>}
          </Menu.Item>
        ))}
      </Menu.Group>
    );

  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={styles.picker} aria-label={t('compare.pick', { letter, name })}>
        <span>{name}</span>
        <ChevronDown size={15} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.menu} align="start" sideOffset={6} collisionPadding={8}>
          <Menu label={t('compare.search')} loop defaultValue={chosen?.id}>
            <Menu.Input className={palette.input} placeholder={t('compare.search')} autoFocus />
            <Menu.List className={palette.list}>
              <Menu.Empty className={palette.empty}>{t('nothingFound')}</Menu.Empty>
              {group(
                t('compare.fitting'),
                catalogue.filter((m) => suits(input, m)),
              )}
              {group(
                t('compare.others'),
                catalogue.filter((m) => !suits(input, m)),
              )}
            </Menu.List>
          </Menu>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

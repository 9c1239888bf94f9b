import { Plus, X } from 'lucide-react';
import * as Popover from 'radix-ui/popover';
import { useState } from 'react';
import { catalogue } from '../../../mechanisms/catalogue';
import type { Mechanism } from '../../../mechanisms/define';
import { mostLines, type Preset, presets } from '../../../state/choose-scaling';
import { useActions, useAtlas } from '../../atlas-context';
import { searchMechanisms } from '../../catalogue/search';
import { useT, useText } from '../../use-text';
import { LineMark } from './LineMark';
import styles from './LinePicker.module.css';

const names = Object.keys(presets) as Preset[];

/** Which mechanisms have a line: those that have, sets of them, and a list to choose from. */
export function LinePicker({ mechanisms }: { readonly mechanisms: readonly Mechanism[] }) {
  const t = useT();
  const text = useText();
  const { setChoose } = useActions();
  const scaling = useAtlas((s) => s.choose.scaling);
  const setLines = (lines: readonly string[]) => setChoose({ scaling: { ...scaling, lines } });
  const toggle = (id: string) =>
    setLines(
      scaling.lines.includes(id)
        ? scaling.lines.filter((line) => line !== id)
        : [...scaling.lines, id],
    );

  return (
    <div className={styles.picker}>
      <ul className={styles.lines} aria-label={t('choose.scaling.lines')}>
        {mechanisms.map((mechanism, look) => (
          <li key={mechanism.id} className={styles.line}>
            <LineMark look={look} />
            {text(mechanism.name)}
            <button
              type="button"
              className={styles.remove}
              aria-label={t('choose.scaling.remove', { name: text(mechanism.name) })}
              onClick={() => toggle(mechanism.id)}
            >
              <X size={14} aria-hidden />
            </button>
          </li>
        ))}
        <li>
          <Popover.Root>
            <Popover.Trigger className={styles.button}>
              <Plus size={14} aria-hidden />
              {t('choose.scaling.add')}
            </Popover.Trigger>
            <Popover.Portal>
              <Popover.Content
                className={styles.list}
                align="start"
                sideOffset={6}
                collisionPadding={8}
              >
                <Choices chosen={scaling.lines} onToggle={toggle} />
              </Popover.Content>
            </Popover.Portal>
          </Popover.Root>
        </li>
      </ul>
      <div className={styles.presets}>
        <span>{t('choose.scaling.presets')}</span>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            className={styles.button}
            aria-pressed={presets[name].join() === scaling.lines.join()}
            onClick={() => setLines(presets[name])}
          >
            {t(`choose.scaling.preset.${name}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

interface ChoicesProps {
  readonly chosen: readonly string[];
  readonly onToggle: (id: string) => void;
}

function Choices({ chosen, onToggle }: ChoicesProps) {
  const t = useT();
  const text = useText();
  const [typed, setTyped] = useState('');
  const found = searchMechanisms(catalogue, typed);
  const full = chosen.length >= mostLines;
  return (
    <>
      <input
        type="search"
        className={styles.search}
        aria-label={t('choose.scaling.find')}
        placeholder={t('choose.scaling.find')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <p className={styles.count} role="status">
        {t('choose.scaling.chosen', { count: chosen.length, most: mostLines })}
      </p>
      <ul className={styles.choices}>
        {found.map((mechanism) => {
          const on = chosen.includes(mechanism.id);
          return (
            <li key={mechanism.id}>
              <label className={styles.choice}>
                <input
                  type="checkbox"
                  checked={on}
                  disabled={full && !on}
                  onChange={() => onToggle(mechanism.id)}
                />
                {text(mechanism.name)}
              </label>
            </li>
          );
        })}
      </ul>
      {found.length === 0 && <p className={styles.count}>{t('nothingFound')}</p>}
    </>
  );
}

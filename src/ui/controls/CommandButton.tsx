import { useAtlas, useCommand } from '../atlas-context';
import { icons } from '../icons';
import { keyLabel, useCommandName } from '../use-command-name';
import styles from './CommandButton.module.css';

interface Props {
  readonly id: string;
  readonly className?: string;
  /** Shows the name beside the icon. */
  readonly named?: boolean;
}

/** A button for a command: its icon, name, shortcut and whether it can be done now come from the command. */
export function CommandButton({ id, className = '', named }: Props) {
  const command = useCommand(id);
  const name = useCommandName()(command);
  const enabled = useAtlas(command.enabled);
  const Icon = icons[command.icon];
  const [key] = command.keys;
  return (
    <button
      type="button"
      className={`${styles.button} ${className}`}
      disabled={!enabled}
      aria-label={named ? undefined : name}
      title={key ? `${name} (${keyLabel(key)})` : name}
      onClick={command.perform}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      {named && <span>{name}</span>}
    </button>
  );
}

import * as Switch from 'radix-ui/switch';
import { useId } from 'react';
import styles from './controls.module.css';

interface Props {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly help?: string;
}

export function FlagField({ label, value, onChange, help }: Props) {
  const id = useId();
  return (
    <div className={styles.flag}>
      <label className={styles.label} htmlFor={id} title={help}>
        {label}
      </label>
      <Switch.Root id={id} className={styles.switch} checked={value} onCheckedChange={onChange}>
        <Switch.Thumb className={styles.knob} />
      </Switch.Root>
    </div>
  );
}

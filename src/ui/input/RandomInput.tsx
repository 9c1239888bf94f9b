import type { RandomChoice } from '../../inputs/choice';
import { mechanismById } from '../../mechanisms/catalogue';
import { useActions, useAtlas } from '../atlas-context';
import { NumberField } from '../controls/NumberField';
import { useT } from '../use-text';
import styles from './InputPicker.module.css';

const limits = {
  seed: 9999,
  batch: 16,
  tokens: 4096,
  memory: 4096,
  height: 256,
  width: 256,
  channels: 512,
} as const;

/** Standard normal numbers of any shape; only the sizes that the mechanism reads are asked for. */
export function RandomInput({ choice }: { readonly choice: RandomChoice }) {
  const t = useT();
  const { adjustInput } = useActions();
  const inputs = useAtlas((s) => mechanismById(s.mechanism)?.inputs);
  const needed = Object.values(inputs ?? {}).filter((i) => !i.optional);
  const isMap = needed.some((i) => i.from === 'image' || i.order.includes('height'));
  const isSequence = needed.some((i) => !(i.from === 'image' || i.order.includes('height')));
  const hasMemory = needed.some((i) => i.from === 'memory');
  const sizes = [
    'seed',
    'batch',
    ...(isSequence ? (['tokens'] as const) : []),
    ...(hasMemory ? (['memory'] as const) : []),
    ...(isMap ? (['height', 'width'] as const) : []),
    'channels',
  ] as const;
  return (
    <div className={styles.kind}>
      {sizes.map((name) => (
        <NumberField
          key={name}
          label={t(`input.size.${name}`)}
          value={choice[name]}
          integer
          min={1}
          max={limits[name]}
          // A seed is no quantity.
          log={name !== 'seed' && limits[name] > 64}
          onChange={(value) => adjustInput({ ...choice, [name]: value })}
        />
      ))}
    </div>
  );
}

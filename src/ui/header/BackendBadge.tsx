import * as Popover from 'radix-ui/popover';
import type { BackendName, BackendStatus } from '../../engine/protocol';
import { useActions, useAtlas } from '../atlas-context';
import { formatBytes, formatMilliseconds } from '../format';
import { useT, useText } from '../use-text';
import styles from './BackendBadge.module.css';
import { BackendFace } from './BackendFace';

/** What computes; opens to adapters, reasons and a choice of another. */
export default function BackendBadge() {
  const t = useT();
  const actions = useActions();
  const engine = useAtlas((s) => s.engine);
  const run = useAtlas((s) => s.time);
  const preference = useAtlas((s) => s.backend);

  return (
    <Popover.Root>
      <Popover.Trigger className={styles.badge}>
        <span className="hidden">{t('backend.open')}</span>
        <BackendFace />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.panel}
          align="end"
          sideOffset={6}
          aria-label={t('backend.title')}
        >
          <h2 className={styles.heading}>{t('backend.title')}</h2>
          <fieldset className={styles.list}>
            <legend className="hidden">{t('backend.choose')}</legend>
            <Choice
              name="auto"
              checked={preference === 'auto'}
              onChoose={actions.setBackend}
              note={t('backend.autoNote')}
            />
            {engine?.backends.map((backend) => (
              <Choice
                key={backend.name}
                name={backend.name}
                backend={backend}
                checked={preference === backend.name}
                onChoose={actions.setBackend}
              />
            ))}
          </fieldset>
          <dl className={styles.facts}>
            <dt>{t('backend.lastRun')}</dt>
            <dd>{run ? formatMilliseconds(run.milliseconds) : '…'}</dd>
            <dt>{t('cost.computed')}</dt>
            <dd>{run ? t('cost.share', { ...run }) : '…'}</dd>
            <dt>{t('backend.tensors')}</dt>
            <dd>
              {engine?.tensors ?? 0} · {formatBytes(engine?.bytes ?? 0)}
            </dd>
          </dl>
          <Popover.Arrow className={styles.arrow} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface ChoiceProps {
  readonly name: BackendName | 'auto';
  readonly backend?: BackendStatus;
  readonly checked: boolean;
  readonly note?: string;
  readonly onChoose: (name: BackendName | 'auto') => void;
}

function Choice({ name, backend, checked, note, onChoose }: ChoiceProps) {
  const t = useT();
  const text = useText();
  const facts = backend && [
    backend.state === 'ready' ? null : t(`backend.state.${backend.state}`),
    backend.adapter,
    backend.software ? t('backend.software') : null,
    backend.threads ? t('backend.threads', { count: backend.threads }) : null,
    backend.calibration === undefined ? null : formatMilliseconds(backend.calibration),
  ];
  return (
    <label className={styles.choice}>
      <input
        type="radio"
        name="backend"
        checked={checked}
        disabled={backend?.state === 'absent'}
        onChange={() => onChoose(name)}
      />
      <span className={styles.name}>{name === 'auto' ? t('backend.auto') : name}</span>
      <span className={styles.note}>
        {note ?? facts?.filter(Boolean).join(' · ')}
        {backend?.reason && <span className={styles.why}>{text(backend.reason)}</span>}
      </span>
    </label>
  );
}

import { catalogue } from '../mechanisms/catalogue';
import type { Text } from '../trace/text';
import type { Actions } from './actions';
import { localeOf, themeOf } from './preferences';
import { sourceOf } from './source';
import type { AtlasState, AtlasStore } from './store';
import type { PageName } from './view';

/** Names of icons; the interface maps them to pictures. */
export type IconName =
  | 'play'
  | 'previous'
  | 'next'
  | 'first'
  | 'last'
  | 'unpin'
  | 'search'
  | 'help'
  | 'theme'
  | 'language'
  | 'export'
  | 'seed'
  | 'share'
  | 'reset'
  | 'range'
  | 'scale'
  | 'zoom'
  | 'marginals'
  | 'catalogue'
  | 'inspector'
  | 'cancel'
  | 'compare'
  | 'learn'
  | 'choose'
  | 'plate'
  | 'open'
  | 'parity'
  | 'source'
  | 'mechanism';

export const commandGroups = ['steps', 'picture', 'run', 'page', 'mechanisms'] as const;
export type CommandGroup = (typeof commandGroups)[number];

/** Keys of the interface texts under `command`. */
export type CommandName =
  | 'play'
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'unpin'
  | 'wholePicture'
  | 'range'
  | 'scale'
  | 'marginals'
  | 'seed'
  | 'reset'
  | 'cancel'
  | 'search'
  | 'export'
  | 'share'
  | 'theme'
  | 'language'
  | 'catalogue'
  | 'inspector'
  | 'compare'
  | 'learn'
  | 'choose'
  | 'plate'
  | 'lessonNext'
  | 'lessonBack'
  | 'open'
  | 'parity'
  | 'source'
  | 'help';

/**
 * One thing that a person can do, by button, key or palette alike. `name` is a key of the
 * interface texts, or a text of its own.
 */
export interface Command {
  readonly id: string;
  readonly group: CommandGroup;
  readonly name: CommandName | Text;
  readonly icon: IconName;
  /** As `KeyboardEvent.key`, after `Mod+` for ⌘ or Ctrl. The first is the one shown. */
  readonly keys: readonly string[];
  readonly enabled: (state: AtlasState) => boolean;
  readonly perform: () => void;
}

const always = () => true;
const inLesson = (state: AtlasState) => state.lesson !== null && state.page !== 'learn';
const computed = (state: AtlasState) =>
  (state.page === 'explore' || state.page === 'compare') && state.summary !== null;

/** Every command, in the order in which the palette and the help list them. */
export function createCommands(
  store: AtlasStore,
  actions: Actions,
  elements: {
    readonly openExport: () => void;
    readonly openFile: () => void;
    readonly moveInLesson: (by: 1 | -1) => void;
  },
): readonly Command[] {
  const get = store.getState;
  const command = (
    group: CommandGroup,
    id: CommandName,
    icon: IconName,
    keys: readonly string[],
    perform: () => void,
    enabled: Command['enabled'] = always,
  ): Command => ({ id, group, name: id, icon, keys, enabled, perform });

  /** Opens a page; when it is open, returns to the one mechanism. */
  const page = (name: Exclude<PageName, 'explore'>, key: string) =>
    command('page', name, name, [key], () =>
      actions.openPage(get().page === name ? 'explore' : name),
    );

  return [
    command('steps', 'play', 'play', [' '], actions.togglePlay, computed),
    command('steps', 'next', 'next', ['ArrowRight'], () => actions.stepBy(1), computed),
    command('steps', 'previous', 'previous', ['ArrowLeft'], () => actions.stepBy(-1), computed),
    command('steps', 'first', 'first', ['Home'], actions.firstStep, computed),
    command('steps', 'last', 'last', ['End'], actions.lastStep, computed),
    command('picture', 'unpin', 'unpin', ['Escape'], actions.unpin, (s) => s.pin !== null),
    command(
      'picture',
      'wholePicture',
      'zoom',
      ['0'],
      () => actions.zoom(null),
      (s) => s.region !== null,
    ),
    command('picture', 'range', 'range', ['F'], () =>
      actions.setDisplay({ range: get().display.range === 'local' ? 'fixed' : 'local' }),
    ),
    command('picture', 'scale', 'scale', ['G'], actions.toggleScale, computed),
    command('picture', 'marginals', 'marginals', ['M'], () =>
      actions.setDisplay({ marginals: !get().display.marginals }),
    ),
    command('run', 'seed', 'seed', ['R'], actions.newSeed),
    command(
      'run',
      'reset',
      'reset',
      [],
      actions.resetParams,
      (s) => Object.keys(s.params).length > 0,
    ),
    command('run', 'cancel', 'cancel', [], actions.cancel, (s) => s.status.phase === 'running'),
    command('page', 'search', 'search', ['/', 'Mod+K'], () => actions.openDialog('palette')),
    page('compare', 'V'),
    page('learn', 'N'),
    page('choose', 'H'),
    page('plate', 'P'),
    command('page', 'lessonNext', 'next', [']'], () => elements.moveInLesson(1), inLesson),
    command('page', 'lessonBack', 'previous', ['['], () => elements.moveInLesson(-1), inLesson),
    command('page', 'export', 'export', ['E'], elements.openExport, computed),
    command('page', 'open', 'open', ['O'], elements.openFile),
    command('page', 'source', 'source', ['U'], () => {
      const { source, mechanism } = get();
      actions.openSource(source === null ? sourceOf(mechanism) : null);
    }),
    command('page', 'parity', 'parity', [], () => actions.openDialog('parity')),
    command('page', 'share', 'share', ['S'], () => actions.openDialog('share')),
    command('page', 'theme', 'theme', ['T'], () =>
      actions.setTheme(themeOf(get()) === 'dark' ? 'light' : 'dark'),
    ),
    command('page', 'language', 'language', ['L'], () =>
      actions.setLocale(localeOf(get()) === 'zh' ? 'en' : 'zh'),
    ),
    command('page', 'catalogue', 'catalogue', ['C'], () => actions.toggleDrawer('catalogue')),
    command('page', 'inspector', 'inspector', ['I'], () => actions.toggleDrawer('inspector')),
    command('page', 'help', 'help', ['?'], () => actions.openDialog('help')),
    ...catalogue.map(
      (mechanism): Command => ({
        id: `mechanism:${mechanism.id}`,
        group: 'mechanisms',
        name: mechanism.name,
        icon: 'mechanism',
        keys: [],
        enabled: (state) => state.mechanism !== mechanism.id || state.page !== 'explore',
        perform: () => actions.setMechanism(mechanism.id),
      }),
    ),
  ];
}

/** The name of a pressed key as commands write it: letters in capitals, `Mod+` for ⌘ or Ctrl. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return event.ctrlKey || event.metaKey ? `Mod+${key}` : key;
}

/** Elements that use keys themselves. */
const typing = 'input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable=true]';
const moving =
  '[role=slider], [role=tab], [role=radio], [role=menuitem], [role=option], [data-figure], input[type=radio]';
const pressed =
  'button, a[href], summary, label, input, [role=button], [role=radio], [role=tab], [role=slider]';
/** What Escape closes before it unpins. */
const closing = 'aside[data-open=true], [data-radix-popper-content-wrapper]';

/** Whether a key press belongs to the element that has the focus rather than to the page. */
export function isTaken(name: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('dialog[open]')) return true;
  if (name.startsWith('Mod+')) return false;
  if (target.closest(typing)) return true;
  if (/^(Arrow\w+|Home|End|0)$/.test(name)) return target.closest(moving) !== null;
  if (name === ' ') return target.closest(pressed) !== null;
  if (name === 'Escape') return target.closest(closing) !== null;
  return false;
}

/**
 * Performs the command whose key is pressed anywhere on the page. It listens before the elements do:
 * Escape and Space mean the same inside a figure as outside.
 */
export function connectKeys(
  target: Pick<Window, 'addEventListener' | 'removeEventListener'>,
  store: AtlasStore,
  commands: readonly Command[],
): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    const name = keyName(event);
    if (isTaken(name, event.target)) return;
    const command = commands.find((c) => c.keys.includes(name));
    if (!command?.enabled(store.getState())) return;
    event.preventDefault();
    event.stopPropagation();
    command.perform();
  };
  target.addEventListener('keydown', onKey, { capture: true });
  return () => target.removeEventListener('keydown', onKey, { capture: true });
}

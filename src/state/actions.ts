import type { BackendName, Engine, RunRequest } from '../engine/protocol';
import { defaultInputFor, type ImageChoice, type InputChoice, suits } from '../inputs/choice';
import { catalogue, mechanismById } from '../mechanisms/catalogue';
import type { Mechanism, Params, ParamValue } from '../mechanisms/define';
import type { Text } from '../trace/text';
import type { ChooseView } from './choose-view';
import type { Imported } from './imported';
import { inputFor } from './input-for';
import type { PlateFilter } from './plate-filter';
import { currentStep, stepsOf } from './steps';
import type { AtlasState, AtlasStore, DialogName, DrawerName, OwnImage, Toast } from './store';
import {
  type Display,
  type Locale,
  type PageName,
  type Pin,
  type Region,
  type SelectableRole,
  type Selection,
  scaleFor,
  selectable,
  type ThemeName,
} from './view';

/** What belongs to one picture and means nothing in another. */
const unfocused = { pin: null, region: null, hovered: null } as const;

/** What changes when a mechanism is opened: it starts with its example, if it has one. */
function opened(
  mechanism: Mechanism,
  { weights }: Pick<AtlasState, 'weights'>,
  input: InputChoice,
): Partial<AtlasState> {
  const {
    params = {},
    gain = 1,
    step = null,
    selection = {},
    pin = null,
  } = mechanism.example ?? {};
  return {
    mechanism: mechanism.id,
    params,
    input,
    weights: { ...weights, gain, ...(mechanism.learned && { kind: 'learned' }) },
    step,
    selection,
    ...unfocused,
    pin,
  };
}

/** Everything that a person can do to the state. Runs follow by themselves (see `connectEngine`). */
export function createActions(store: AtlasStore, engine: Pick<Engine, 'cancel'>) {
  const get = store.getState;
  const set = store.setState;
  let toasts = 0;

  const shown = (state: AtlasState) => {
    const steps = state.summary ? stepsOf(state.summary.graph) : [];
    const telling = mechanismById(state.summary?.request.mechanism ?? state.mechanism)?.telling;
    const current = currentStep(steps, state.step, telling ?? '');
    return { steps, at: current ? steps.indexOf(current) : -1 };
  };

  const goTo = (at: number) => {
    const { steps } = shown(get());
    const target = steps[Math.min(steps.length - 1, Math.max(0, at))];
    if (target) set({ step: target.key, region: null, hovered: null });
  };

  const actions = {
    openPage: (page: PageName) => set({ page, drawer: null, playing: false }),
    /** Narrows the plate; a part that is undefined is let go. */
    filterPlate(part: PlateFilter) {
      const filter = { ...get().filter, ...part };
      set({ filter: Object.fromEntries(Object.entries(filter).filter(([, v]) => v)) });
    },
    clearFilter: () => set({ filter: {} }),
    /** Opens a run that was met elsewhere where it can be stepped through. */
    openRun({ mechanism, params, input }: RunRequest) {
      const weights = { ...get().weights, gain: 1, fromFile: false };
      set({
        page: 'explore',
        playing: false,
        mechanism,
        params,
        input,
        weights,
        step: null,
        selection: {},
        ...unfocused,
      });
    },
    setChoose: (part: Partial<ChooseView>) => set({ choose: { ...get().choose, ...part } }),
    /** Opens a mechanism, on the present input as far as it takes it, where it can be stepped through. */
    setMechanism(id: string, page: PageName = 'explore') {
      const state = get();
      const mechanism = mechanismById(id);
      if (!mechanism) return;
      if (id === state.mechanism) return set({ page });
      const input = inputFor(mechanism, state.input);
      set({ page, playing: false, ...opened(mechanism, state, input) });
      if (input !== state.input && input.kind === state.input.kind && 'channels' in input) {
        const { height, width, channels } = input;
        actions.notify({
          en: `The input is ${height} × ${width} with ${channels} channels now: ${mechanism.name.en} does not take the size before.`,
          zh: `输入现为 ${height} × ${width}、${channels} 个通道：${mechanism.name.zh}不支持原来的尺寸。`,
        });
      }
    },

    /** Sets one parameter; `undefined` returns it to its default. */
    setParam(name: string, value: ParamValue | undefined) {
      const { [name]: _, ...rest } = get().params;
      set({ params: value === undefined ? rest : { ...rest, [name]: value } });
    },
    resetParams: () => set({ params: {} }),

    /** An input that the mechanism cannot take brings the first one of the catalogue that can. */
    setInput(input: InputChoice) {
      const state = get();
      const mechanism = mechanismById(state.mechanism);
      const other = mechanism && !suits(input, mechanism) && catalogue.find((m) => suits(input, m));
      set(other ? opened(other, state, input) : { input, selection: {}, ...unfocused });
    },
    /** Shows an image that the engine has decoded already. */
    openOwnImage: (ownImage: OwnImage, input: ImageChoice) =>
      set({ ownImage, input, selection: {}, ...unfocused }),
    /** Shows tensors from a file, in the mechanism that they belong to. */
    showImported(imported: Imported, params: Params, input: InputChoice) {
      const { weights } = get();
      set({
        page: 'explore',
        dialog: null,
        playing: false,
        fileChoice: null,
        imported,
        mechanism: imported.mechanism,
        params,
        input,
        weights: { ...weights, fromFile: imported.weights !== null },
        step: null,
        selection: {},
        ...unfocused,
      });
    },
    /** Numbers and sizes within the same input: the picture stays where it is. */
    adjustInput: (input: InputChoice) => set({ input }),

    setWeights: (kind: AtlasState['weights']['kind']) =>
      set({ weights: { ...get().weights, kind, fromFile: false } }),
    /** Returns to the weights of the file that is open. */
    useImported: () => set({ weights: { ...get().weights, fromFile: true } }),
    setGain: (gain: number) => set({ weights: { ...get().weights, gain } }),
    setSeed: (seed: number) => set({ weights: { ...get().weights, seed, fromFile: false } }),
    newSeed: () => {
      const [seed] = crypto.getRandomValues(new Uint16Array(1));
      set({ weights: { ...get().weights, seed, fromFile: false } });
    },

    goToStep: (key: string) => set({ step: key, region: null, hovered: null }),
    stepBy: (by: number) => goTo(shown(get()).at + by),
    firstStep: () => goTo(0),
    lastStep: () => goTo(Number.POSITIVE_INFINITY),
    /** Plays the steps from here; from the beginning when this is the last. */
    togglePlay() {
      const { steps, at } = shown(get());
      if (!get().playing && at === steps.length - 1) goTo(0);
      set({ playing: !get().playing });
    },
    pause: () => set({ playing: false }),

    select(role: SelectableRole, position: Selection[SelectableRole] | undefined) {
      const { [role]: _, ...rest } = get().selection;
      set({ selection: position === undefined ? rest : { ...rest, [role]: position } });
    },
    pinCell: (pin: Pin) => set({ pin, hovered: null, playing: false }),
    /** Goes to a cell of any step, with every axis set so that it is on the screen, and pins it. */
    visit(pin: Pin) {
      const { summary, selection } = get();
      const step = summary && stepsOf(summary.graph).find((s) => s.key === pin.step);
      if (!step) return;
      const here = Object.fromEntries(
        step.node.axes.flatMap(({ role }, i) =>
          selectable.some((r) => r === role) ? [[role, pin.index[i]]] : [],
        ),
      );
      set({
        pin,
        step: pin.step,
        selection: { ...selection, ...here },
        region: null,
        hovered: null,
      });
    },
    unpin: () => set({ pin: null }),
    hover: (hovered: Pin | null) => set({ hovered }),
    zoom: (region: Region | null) => set({ region }),
    setDisplay: (patch: Partial<Display>) => set({ display: { ...get().display, ...patch } }),

    /** Linear colours become logarithmic, and the other way round. */
    toggleScale() {
      const { steps, at } = shown(get());
      const scale = at < 0 ? 'linear' : scaleFor(get().display, steps[at].node);
      actions.setDisplay({ scale: scale === 'linear' ? 'log' : 'linear' });
    },

    setLocale: (locale: Locale) => set({ locale }),
    setTheme: (theme: ThemeName | null) => set({ theme }),
    setBackend: (backend: BackendName | 'auto') => set({ backend }),

    cancel: () => engine.cancel(),
    /** After a failure: back to what was last computed. */
    revert() {
      const { summary } = get();
      if (!summary) return actions.startOver();
      const { mechanism, params, input, weights } = summary.request;
      if (weights.kind === 'imported') {
        set({ mechanism, params, input, weights: { ...get().weights, fromFile: true } });
      } else {
        const { kind } = weights;
        const rest = kind === 'learned' ? { ...get().weights, kind } : { gain: 1, ...weights };
        set({ mechanism, params, input, weights: rest });
      }
    },
    /** After a failure without anything computed before: the defaults of this mechanism. */
    startOver() {
      const mechanism = mechanismById(get().mechanism);
      if (mechanism)
        set({ params: {}, input: defaultInputFor(mechanism), selection: {}, ...unfocused });
    },

    notify(text: Text, kind: Toast['kind'] = 'info') {
      set({ toasts: [...get().toasts, { id: ++toasts, kind, text }].slice(-4) });
    },
    dismiss: (id: number) => set({ toasts: get().toasts.filter((t) => t.id !== id) }),

    /** Opens a file of source code beside the picture; null closes it. */
    openSource: (source: string | null) => set({ source }),
    openDialog: (dialog: DialogName | null) => set({ dialog }),
    openDrawer: (drawer: DrawerName | null) => set({ drawer }),
    toggleDrawer: (drawer: DrawerName) => set({ drawer: get().drawer === drawer ? null : drawer }),
  };
  return actions;
}

export type Actions = ReturnType<typeof createActions>;

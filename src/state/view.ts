import type { BackendName } from '../engine/protocol';
import type { InputChoice } from '../inputs/choice';
import type { Params } from '../mechanisms/define';
import type { Role } from '../trace/axes';
import type { Node } from '../trace/graph';
import { type Scale, usualScale } from '../trace/scale';
import type { ChooseView } from './choose-view';
import type { CompareView } from './compare-view';
import type { LessonPlace } from './lesson-place';
import type { PlateFilter } from './plate-filter';

export const locales = ['en', 'zh'] as const;
export type Locale = (typeof locales)[number];

export const themes = ['light', 'dark'] as const;
export type ThemeName = (typeof themes)[number];

/** Axes that a person chooses a position on; the figure shows the others. */
export const selectable = [
  'batch',
  'head',
  'group',
  'window',
  'branch',
  'channel',
  'class',
  'part',
  'slot',
  'token',
  'coordinate',
] as const satisfies readonly Role[];
export type SelectableRole = (typeof selectable)[number];

/** Which position is shown; `mean` is the average over all. */
export type Selection = Readonly<Partial<Record<SelectableRole, number | 'mean'>>>;

/** One cell of a step. The step is named, so that a link outlives a change of the graph. */
export interface Pin {
  readonly step: string;
  readonly index: readonly number[];
}

/** Half-open ranges of cells that a figure is zoomed to. */
export interface Region {
  readonly row: readonly [number, number];
  readonly column: readonly [number, number];
}

export interface Display {
  /** Colours span this figure's own values, or the step's natural range (0…1 for weights and gates). */
  readonly range: 'local' | 'fixed';
  /** `auto` is the one on which a step's values are seen best. */
  readonly scale: Scale | 'auto';
  /** Means of rows and columns beside a matrix. */
  readonly marginals: boolean;
}

/** Where weights come from that are in no file of the person's own. */
export const presets = ['identity', 'learned', 'pytorch'] as const;
export type Preset = (typeof presets)[number];

export interface Weights {
  /** What is wished for; a mechanism that has no such weights takes others (see `makeRequest`). */
  readonly kind: Preset;
  readonly seed: number;
  /** Those of a file of the person's own instead, for the mechanism that they belong to. */
  readonly fromFile?: boolean;
  /** Factor on random weights: the plain initialisation leaves many gates flat. */
  readonly gain: number;
}

/** Parts of the app, each a page of its own. */
export const pages = ['explore', 'compare', 'learn', 'choose', 'plate'] as const;
export type PageName = (typeof pages)[number];

/** What the page shows, as the URL holds it. Null stands for "as usual": the telling step, the system's theme. */
export interface ViewState {
  readonly page: PageName;
  /** Which mechanisms the plate shows. */
  readonly filter: PlateFilter;
  /** The lesson that is open beside the page. */
  readonly lesson: LessonPlace | null;
  readonly compare: CompareView;
  readonly choose: ChooseView;
  readonly mechanism: string;
  /** What the person set; the rest follows from defaults and the sizes of the input. */
  readonly params: Params;
  readonly input: InputChoice;
  readonly weights: Weights;
  readonly step: string | null;
  readonly selection: Selection;
  readonly pin: Pin | null;
  readonly region: Region | null;
  readonly display: Display;
  readonly locale: Locale | null;
  readonly theme: ThemeName | null;
  readonly backend: BackendName | 'auto';
}

export const viewKeys = [
  'page',
  'filter',
  'lesson',
  'compare',
  'choose',
  'mechanism',
  'params',
  'input',
  'weights',
  'step',
  'selection',
  'pin',
  'region',
  'display',
  'locale',
  'theme',
  'backend',
] as const satisfies readonly (keyof ViewState)[];

/** The part of a state that the URL holds. */
export const viewOf = (state: ViewState): ViewState => ({
  page: state.page,
  filter: state.filter,
  lesson: state.lesson,
  compare: state.compare,
  choose: state.choose,
  mechanism: state.mechanism,
  params: state.params,
  input: state.input,
  weights: state.weights,
  step: state.step,
  selection: state.selection,
  pin: state.pin,
  region: state.region,
  display: state.display,
  locale: state.locale,
  theme: state.theme,
  backend: state.backend,
});

export const defaultDisplay: Display = {
  range: 'local',
  scale: 'auto',
  marginals: true,
};

/** The colour scale of a node's figure. */
export const scaleFor = ({ scale }: Pick<Display, 'scale'>, node: Node): Scale =>
  scale === 'auto' ? usualScale(node) : scale;

/** One cursor for two sides: what is pinned, pointed at, chosen or stepped to on one is so on the other. */

import { mechanismById } from '../../mechanisms/catalogue';
import type { Atlas } from '../../state/atlas';
import { likeness, partnerOf, steppedOf, usualPairing } from '../../state/compare-steps';
import { followUp } from '../../state/history';
import { currentStep, stepsOf } from '../../state/steps';
import type { AtlasState } from '../../state/store';
import type { Pin, SelectableRole } from '../../state/view';
import { type StepFigure, stepFigureOf } from '../stage/use-step-figure';
import { cellAtPlace, type Place, placeOf } from './place';

/** The step that a side shows, as its figure has it; null before the first run. */
export function shownFigure({ summary, step, selection }: AtlasState): StepFigure | null {
  if (!summary) return null;
  const { telling = '' } = mechanismById(summary.request.mechanism) ?? {};
  const current = currentStep(stepsOf(summary.graph), step, telling);
  return current ? stepFigureOf(summary, current, selection) : null;
}

/** Whether a side's last run is one of what is chosen, so that its steps mean something. */
const isCurrent = ({ summary, mechanism }: AtlasState): boolean =>
  summary?.request.mechanism === mechanism;

const windowAxis = ({ step }: StepFigure): number =>
  step.node.axes.findIndex(({ role }) => role === 'window');

/** Cells of axes that correspond in any two mechanisms on one input; others do in one and the same only. */
const corresponding: readonly SelectableRole[] = ['batch', 'channel'];

export interface Cursor {
  /** Shows two steps beside each other, whether or not they are partners. */
  show(first: string, second: string): void;
  /** Lets the two sides go their own ways. */
  stop(): void;
}

/** @param follows whether the second side is taking up a change of the first, which leads nowhere else */
export function connectCursor(
  first: Pick<Atlas, 'store' | 'actions'>,
  second: Pick<Atlas, 'store' | 'actions'>,
  follows: () => boolean = () => false,
): Cursor {
  let place: Place | null = null;
  /** What follows from a change is no change of the person's. */
  let following = false;
  const follow = (change: () => void) => {
    following = true;
    try {
      followUp(change);
    } finally {
      following = false;
    }
  };
  const both = [first, second] as const;
  const otherOf = (side: (typeof both)[number]) => (side === first ? second : first);

  const pinAt = (side: (typeof both)[number]) => {
    const state = side.store.getState();
    const figure = shownFigure(state);
    const index = figure && place && cellAtPlace(figure, place);
    if (!figure || !index) {
      if (!place && state.pin) side.actions.unpin();
      else if (place && state.pin) side.store.setState({ pin: null });
      return;
    }
    const pin: Pin = { step: figure.step.key, index };
    const window = windowAxis(figure);
    const shown = window < 0 || state.selection.window === index[window];
    if (shown && JSON.stringify(pin) === JSON.stringify(state.pin)) return;
    side.store.setState({
      pin,
      ...(shown ? {} : { selection: { ...state.selection, window: index[window] } }),
    });
  };

  /** Another window of a side shows the same token of that window, on both sides. */
  const pinInWindow = ({ pin, selection }: AtlasState, figure: StepFigure) => {
    const window = windowAxis(figure);
    const wanted = selection.window;
    if (window < 0 || typeof wanted !== 'number' || pin?.step !== figure.step.key) return;
    if (pin.index[window] === wanted) return;
    place = placeOf(figure, pin.index.with(window, wanted));
    both.forEach(pinAt);
  };

  const hoverAt = (side: (typeof both)[number], hovered: Place | null) => {
    const figure = shownFigure(side.store.getState());
    const index = figure && hovered && cellAtPlace(figure, hovered);
    side.actions.hover(figure && index ? { step: figure.step.key, index } : null);
  };

  /** Both sides at steps that go together, the changed one leading. */
  const align = (changed: (typeof both)[number] | null) => {
    const [one, two] = [first.store.getState(), second.store.getState()];
    if (!one.summary || !two.summary || !isCurrent(one) || !isCurrent(two)) return;
    const [a, b] = [steppedOf(one.summary), steppedOf(two.summary)];
    const go = (side: (typeof both)[number], key: string | undefined) => {
      if (key !== undefined && side.store.getState().step !== key) side.actions.goToStep(key);
    };
    const usually = () => {
      const usual = usualPairing(a, b);
      go(first, usual?.first.key);
      go(second, usual?.second.key);
    };
    if (one.step === null && two.step === null) return usually();
    const leader = changed ?? (one.step === null ? second : first);
    const [from, to] = leader === first ? [a, b] : [b, a];
    const step = from.steps.find(({ key }) => key === leader.store.getState().step);
    const partner = step && partnerOf(step, from, to);
    if (changed) return go(otherOf(leader), partner?.key);
    if (otherOf(leader).store.getState().step !== null) return;
    // A mechanism that was just opened: what goes with the present step, if something does.
    if (step && partner && likeness(step, partner) > 0) go(otherOf(leader), partner.key);
    else usually();
  };

  const selectAlong = (side: (typeof both)[number], state: AtlasState, before: AtlasState) => {
    const other = otherOf(side).store.getState();
    const [here, there] = [shownFigure(state), shownFigure(other)];
    if (!here || !there) return;
    const roles =
      state.mechanism === other.mechanism
        ? (Object.keys({ ...state.selection, ...before.selection }) as SelectableRole[])
        : corresponding;
    for (const role of roles) {
      const position = state.selection[role];
      if (role === 'window' || position === before.selection[role]) continue;
      const [a, b] = [here, there].map(({ step }) => step.node.axes.find((x) => x.role === role));
      if (a && b && a.size === b.size && other.selection[role] !== position)
        otherOf(side).actions.select(role, position);
    }
  };

  const onChange = (side: (typeof both)[number]) => (state: AtlasState, before: AtlasState) => {
    if (following || follows()) return;
    follow(() => {
      const settled = state.summary !== before.summary;
      // What changes both sides at once, a link or a swap, has chosen both steps.
      const together = state.compare !== before.compare;
      const stepped = state.step !== before.step && state.step !== null && !settled && !together;
      if (settled || state.step !== before.step) align(stepped ? side : null);
      if (state.selection !== before.selection) selectAlong(side, state, before);
      const figure = shownFigure(state);
      const reopened = state.mechanism !== before.mechanism;
      if (reopened) {
        // The place stays; a pin that came with the mechanism is read when its run is there.
        if (side === first && state.pin) place = null;
      } else if (settled || state.step !== before.step) {
        if (!place) begin();
        if (place) both.forEach(pinAt);
      } else if (state.pin !== before.pin) {
        if (!state.pin) place = null;
        else if (figure?.step.key === state.pin.step) place = placeOf(figure, state.pin.index);
        pinAt(otherOf(side));
      } else if (figure && state.selection.window !== before.selection.window) {
        pinInWindow(state, figure);
      }
      if (state.hovered !== before.hovered) {
        const own = state.hovered && figure?.step.key === state.hovered.step;
        hoverAt(otherOf(side), own ? placeOf(figure, state.hovered.index) : null);
      }
    });
  };

  /** Takes up what is pinned when the page opens, once both sides have a run. */
  const begin = () => {
    const state = first.store.getState();
    const figure = shownFigure(state);
    if (state.pin && figure?.step.key === state.pin.step) place = placeOf(figure, state.pin.index);
  };
  begin();
  follow(() => align(null));
  const stops = both.map((side) => side.store.subscribe(onChange(side)));
  return {
    show(one, two) {
      following = true;
      first.actions.goToStep(one);
      second.actions.goToStep(two);
      following = false;
      if (place) follow(() => both.forEach(pinAt));
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

import { expect, test } from 'vitest';
import { createActions } from '../../../../src/state/actions';
import { defaultView } from '../../../../src/state/default-view';
import { createAtlasStore } from '../../../../src/state/store';
import type { ViewState } from '../../../../src/state/view';
import { connectCursor, shownFigure } from '../../../../src/ui/compare/cursor';
import { cellAtPlace, placeOf } from '../../../../src/ui/compare/place';
import { spotOf } from '../../../../src/ui/stage/cells';
import { queryPixel } from '../../../../src/ui/stage/look';
import { summaryOf } from '../../state/fixtures';

/** A side with a run that is planned but not computed. */
function side(view: Partial<ViewState>) {
  const store = createAtlasStore({ ...defaultView, pin: null, ...view });
  const state = store.getState();
  const { mechanism, params, input } = state;
  const summary = summaryOf({ mechanism, params, input, weights: { kind: 'pytorch', seed: 1 } });
  store.setState({ summary, status: { phase: 'done' } });
  return { store, actions: createActions(store, { cancel: () => undefined }) };
}

const swin = { mechanism: 'swin-shifted', params: { window_size: 8, shift_size: 4 } } as const;

/** The pixel whose query is pinned on a side, as its figure shows it. */
function pinnedPixel(of: ReturnType<typeof side>) {
  const state = of.store.getState();
  const figure = shownFigure(state);
  const spot = figure && state.pin && spotOf(figure.layout, state.pin.index);
  return spot && queryPixel(figure.layout, spot.row);
}

test('every query of full attention is the same pixel among shifted windows, and back', () => {
  const full = shownFigure(side({}).store.getState());
  const windows = shownFigure(side(swin).store.getState());
  if (!full || !windows) throw new Error('no figures');
  const seen = new Set<string>();
  for (let query = 0; query < 1024; query++) {
    const place = placeOf(full, [0, query, query]);
    const there = cellAtPlace(windows, place);
    expect(there).not.toBeNull();
    if (!there) continue;
    seen.add(there.slice(0, 4).join());
    const back = placeOf(windows, there);
    expect(back.at?.pixel).toEqual({ y: Math.floor(query / 32), x: query % 32 });
    expect(cellAtPlace(full, back)?.[1]).toBe(query);
  }
  // No two pixels share a cell.
  expect(seen.size).toBe(1024);
});

test('a query pinned on one side is pinned on the other, in the window that holds it', () => {
  const [first, second] = [side({}), side(swin)];
  const cursor = connectCursor(first, second);
  first.actions.pinCell({ step: 'weights', index: [0, 12 * 32 + 10, 14 * 32 + 25] });
  expect(pinnedPixel(second)).toEqual({ y: 12, x: 10 });
  // Rolled by 4, pixel (12, 10) is at (8, 6): second row of windows, first column.
  expect(second.store.getState().selection.window).toBe(4);

  const pin = second.store.getState().pin;
  second.actions.visit({ step: 'weights', index: [0, 0, pin?.index[2] ?? 0, 0, 0] });
  expect(pinnedPixel(first)).toEqual({ y: 4, x: 4 });
  second.actions.unpin();
  expect(first.store.getState().pin).toBeNull();
  cursor.stop();
  first.actions.pinCell({ step: 'weights', index: [0, 0, 0] });
  expect(second.store.getState().pin).toBeNull();
});

test('another window of one side moves the cursor on both', () => {
  const [first, second] = [side({}), side(swin)];
  connectCursor(first, second);
  first.actions.pinCell({ step: 'weights', index: [0, 4 * 32 + 4, 0] });
  expect(second.store.getState().pin?.index.slice(0, 4)).toEqual([0, 0, 0, 0]);
  // Window 5 is one down and one across: 8 pixels either way.
  second.actions.select('window', 5);
  expect(pinnedPixel(second)).toEqual({ y: 12, x: 12 });
  expect(pinnedPixel(first)).toEqual({ y: 12, x: 12 });
});

test('a selection that was reset shows the pinned window again', () => {
  const [first, second] = [side({}), side(swin)];
  let opening = false;
  connectCursor(first, second, () => opening);
  const pin = { step: 'weights', index: [0, 4 * 32 + 4, 0] };
  first.actions.pinCell(pin);
  opening = true;
  second.store.setState({ selection: {} });
  opening = false;
  first.actions.pinCell({ ...pin });
  expect(second.store.getState().selection.window).toBe(0);
});

test('pointing is mirrored, too', () => {
  const [first, second] = [side({}), side(swin)];
  connectCursor(first, second);
  first.actions.hover({ step: 'weights', index: [0, 4 * 32 + 4, 0] });
  const hovered = second.store.getState().hovered;
  expect(hovered?.step).toBe('weights');
  const figure = shownFigure(second.store.getState());
  expect(figure && hovered && placeOf(figure, hovered.index).at?.pixel).toEqual({ y: 4, x: 4 });
  first.actions.hover(null);
  expect(second.store.getState().hovered).toBeNull();
});

test('steps go together: the partner follows, and one without a partner leaves the other', () => {
  const image = { kind: 'image', image: 'chelsea', height: 32, width: 32, channels: 32 } as const;
  const [first, second] = [
    side({ mechanism: 'cbam', input: image }),
    side({ mechanism: 'eca', input: image }),
  ];
  connectCursor(first, second);
  const steps = () => [first.store.getState().step, second.store.getState().step];
  expect(steps()).toEqual(['channel-gate', 'gate']);
  first.actions.goToStep('output');
  expect(steps()).toEqual(['output', 'output']);
  second.actions.goToStep('logits');
  expect(steps()).toEqual(['channel-logits', 'logits']);
  first.actions.goToStep('spatial-max');
  expect(steps()).toEqual(['spatial-max', 'logits']);
});

test('steps that were set on both sides at once stay as they were set', () => {
  const image = { kind: 'image', image: 'chelsea', height: 32, width: 32, channels: 32 } as const;
  const [first, second] = [
    side({ mechanism: 'cbam', input: image }),
    side({ mechanism: 'eca', input: image }),
  ];
  let restoring = false;
  const cursor = connectCursor(first, second, () => restoring);
  restoring = true;
  second.store.setState({ step: 'squeeze' });
  restoring = false;
  const compare = { mechanism: 'eca', params: {}, step: 'squeeze' };
  first.store.setState({ step: 'output', compare });
  const steps = () => [first.store.getState().step, second.store.getState().step];
  expect(steps()).toEqual(['output', 'squeeze']);
  cursor.show('spatial-gate', 'gate');
  expect(steps()).toEqual(['spatial-gate', 'gate']);
});

test('the place stays when both go to another step, and a channel is a channel on both sides', () => {
  const image = { kind: 'image', image: 'chelsea', height: 32, width: 32, channels: 32 } as const;
  const [first, second] = [
    side({ mechanism: 'cbam', input: image }),
    side({ mechanism: 'eca', input: image }),
  ];
  connectCursor(first, second);
  first.actions.pinCell({ step: 'channel-gate', index: [0, 7] });
  expect(second.store.getState().pin).toEqual({ step: 'gate', index: [0, 7] });
  first.actions.goToStep('output');
  first.actions.pinCell({ step: 'output', index: [0, 3, 5, 0] });
  expect(second.store.getState().pin).toEqual({ step: 'output', index: [0, 3, 5, 0] });
  first.actions.select('channel', 9);
  expect(second.store.getState().selection.channel).toBe(9);
});

test('words are mirrored as words', () => {
  const text = { kind: 'text', text: 'one two three four', dim: 16, position: 'none' } as const;
  const [first, second] = [
    side({ mechanism: 'sdpa', input: text }),
    side({ mechanism: 'mha', params: { num_heads: 2 }, input: text }),
  ];
  connectCursor(first, second);
  first.actions.pinCell({ step: 'weights', index: [0, 2, 1] });
  expect(second.store.getState().pin).toEqual({ step: 'weights', index: [0, 0, 2, 1] });
});

import { createRoot } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import { ScrollBox } from '../../../../src/ui/choose/ScrollBox';

let clear: () => void = () => undefined;
afterEach(() => clear());

/** A table of two columns, 400 pixels wide, in a box of some width. */
async function boxOf(width: number): Promise<HTMLElement> {
  const host = document.createElement('div');
  host.style.width = `${width}px`;
  document.body.append(host);
  const root = createRoot(host);
  clear = () => {
    root.unmount();
    host.remove();
  };
  root.render(
    <ScrollBox label="Numbers">
      <table style={{ width: 400, tableLayout: 'fixed' }}>
        <tbody>
          <tr>
            <th>name</th>
            <td>1</td>
          </tr>
        </tbody>
      </table>
    </ScrollBox>,
  );
  await expect.poll(() => host.querySelector('section')).not.toBeNull();
  return host.querySelector('section') as HTMLElement;
}

const edges = ({ parentElement: box }: HTMLElement) => [box?.dataset.before, box?.dataset.after];

test('an edge is marked only as long as there is more beyond it, and the first column stays', async () => {
  const region = await boxOf(150);
  await expect.poll(() => edges(region)).toEqual(['false', 'true']);
  expect(region.getAttribute('aria-label')).toBe('Numbers');
  expect(region.tabIndex).toBe(0);
  region.scrollLeft = 100;
  await expect.poll(() => edges(region)).toEqual(['true', 'true']);
  const left = (of: Element | null) => Math.round(of?.getBoundingClientRect().left ?? Number.NaN);
  expect(left(region.querySelector('th'))).toBe(left(region));
  region.scrollLeft = 1000;
  await expect.poll(() => edges(region)).toEqual(['true', 'false']);
});

test('a table with room is marked nowhere and is no stop of the keyboard, until its room shrinks', async () => {
  const region = await boxOf(600);
  expect(edges(region)).toEqual(['false', 'false']);
  expect(region.hasAttribute('tabindex')).toBe(false);
  const host = region.parentElement?.parentElement as HTMLElement;
  host.style.width = '200px';
  await expect.poll(() => edges(region)).toEqual(['false', 'true']);
  expect(region.tabIndex).toBe(0);
});

import type { Text } from '../trace/text';
import { blur, combine, gaborEnergy, type Plane, plane } from './plane';
import type { Colour, Scene } from './scene';

/**
 * The filter bank that turns a photograph into named channels: brightness and opponent colours,
 * edges by direction and scale, blobs, texture. Scales are the σ of the filter in pixels of an image
 * whose longer side is BASE (see scene.ts).
 */

export interface Filter {
  readonly name: Text;
  readonly apply: (scene: Scene) => Plane;
}

const filter = (en: string, zh: string, apply: Filter['apply']): Filter => ({
  name: { en, zh },
  apply,
});

const chinese: Readonly<Record<Colour, string>> = {
  luminance: '亮度',
  'red–green': '红绿',
  'blue–yellow': '蓝黄',
  chroma: '彩度',
};

const colours = ['luminance', 'red–green', 'blue–yellow', 'chroma'] as const;

const positive = (x: number) => Math.max(0, x);
const negative = (x: number) => Math.max(0, -x);
const scale = (level: number) => `σ${2 << level}`;

const plain = (colour: Colour): Filter =>
  filter(colour, chinese[colour], (scene) => scene.level(colour, 0));

const coarse = (colour: Colour, level: number): Filter =>
  filter(`${colour} ${scale(level)}`, `${chinese[colour]} ${scale(level)}`, (scene) =>
    scene.smooth(colour, level),
  );

/** Direction of the edge itself: 0° lies, 90° stands. */
function edge(degrees: number, level: number, colour: Colour = 'luminance'): Filter {
  const [en, zh] = colour === 'luminance' ? ['', ''] : [`${colour} `, chinese[colour]];
  return filter(
    `${en}edge ${degrees}° ${scale(level)}`,
    `${degrees}° ${zh}边缘 ${scale(level)}`,
    (scene) => gaborEnergy(scene.detail(colour, level), 2, degrees),
  );
}

const bright = (level: number): Filter =>
  filter(`bright blob ${scale(level)}`, `亮斑 ${scale(level)}`, (scene) =>
    combine(positive, scene.blob('luminance', level)),
  );

const dark = (level: number): Filter =>
  filter(`dark blob ${scale(level)}`, `暗斑 ${scale(level)}`, (scene) =>
    combine(negative, scene.blob('luminance', level)),
  );

const colourBlob = (colour: Colour, level: number): Filter =>
  filter(`${colour} blob ${scale(level)}`, `${chinese[colour]}斑 ${scale(level)}`, (scene) =>
    scene.blob(colour, level),
  );

/** Standard deviation of the brightness in a Gaussian neighbourhood. */
const texture = (level: number): Filter =>
  filter(`texture ${scale(level)}`, `纹理 ${scale(level)}`, (scene) => {
    const squares = combine((x) => x * x, scene.detail('luminance', level));
    return combine((x) => Math.sqrt(Math.max(0, x)), blur(squares, 2));
  });

const position = (en: string, zh: string, at: (y: number, x: number) => number): Filter =>
  filter(en, zh, ({ size: { height, width } }) => {
    const out = plane(height, width);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        out.data[y * width + x] = at((y + 0.5) / height - 0.5, (x + 0.5) / width - 0.5);
      }
    }
    return out;
  });

const fan = (count: number, first: number): number[] =>
  Array.from({ length: count }, (_, i) => first + (i * 180) / count);
const four = fan(4, 0);
const between = fan(4, 22.5);
const fine = fan(8, 11.25);

const edges = (
  angles: readonly number[],
  levels: readonly number[],
  colour: Colour = 'luminance',
): Filter[] => levels.flatMap((level) => angles.map((angle) => edge(angle, level, colour)));

/** All channels, the most useful first, so that the first C of them make a good map for any C. */
export const filters: readonly Filter[] = [
  plain('luminance'),
  plain('red–green'),
  plain('blue–yellow'),
  ...edges(four, [1]),
  plain('chroma'),
  texture(0),
  bright(1),
  dark(1),
  ...edges(four, [2]),
  coarse('luminance', 2),
  // 16 channels up to here.
  texture(2),
  bright(2),
  dark(2),
  ...edges(four, [0]),
  bright(0),
  dark(0),
  coarse('red–green', 2),
  coarse('blue–yellow', 2),
  colourBlob('red–green', 1),
  colourBlob('blue–yellow', 1),
  coarse('chroma', 2),
  position('position top–bottom', '上下位置', (y) => y),
  position('position left–right', '左右位置', (_, x) => x),
  // 32.
  ...edges(four, [3]),
  ...edges(between, [1, 2, 0, 3]),
  bright(3),
  dark(3),
  texture(1),
  texture(3),
  colourBlob('red–green', 2),
  colourBlob('blue–yellow', 2),
  colourBlob('chroma', 1),
  position('distance from the centre', '离中心距离', (y, x) => Math.hypot(y, x)),
  coarse('luminance', 1),
  coarse('luminance', 3),
  coarse('chroma', 3),
  texture(4),
  // 64.
  ...edges(four, [1, 2], 'red–green'),
  ...edges(four, [1, 2], 'blue–yellow'),
  coarse('red–green', 3),
  coarse('blue–yellow', 3),
  ...colours.slice(1).flatMap((c) => [colourBlob(c, 0), colourBlob(c, 3)]),
  colourBlob('chroma', 2),
  ...edges(fine, [1, 2, 0, 3]),
  ...edges(four, [1, 2], 'chroma'),
  ...colours.slice(1).map((c) => coarse(c, 1)),
  ...colours.map((c) => coarse(c, 0)),
  // The remaining directions and scales in colour, up to 256.
  ...edges(four, [0, 3], 'red–green'),
  ...edges(four, [0, 3], 'blue–yellow'),
  ...edges(four, [0, 3], 'chroma'),
  ...colours.slice(1).flatMap((c) => edges(between, [1, 2, 0, 3], c)),
  ...edges(fine, [1, 2, 0, 3], 'red–green'),
  ...edges(fine, [1, 2], 'blue–yellow'),
];

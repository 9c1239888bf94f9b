import { blur, combine, type Plane, resize } from './plane';

/** Longer side of the image that the filters see; their scales are in its pixels. */
export const BASE = 192;

/** Brightness, two opponent colours, and strength of colour. */
export type Colour = 'luminance' | 'red–green' | 'blue–yellow' | 'chroma';

/** The photograph as brightness and colour planes, and what the filters share, worked out once. */
export class Scene {
  private readonly shared = new Map<string, Plane>();

  constructor(private readonly colours: Readonly<Record<Colour, Plane>>) {}

  get size(): { readonly height: number; readonly width: number } {
    return this.colours.luminance;
  }

  private once(key: string, make: () => Plane): Plane {
    const found = this.shared.get(key) ?? make();
    this.shared.set(key, found);
    return found;
  }

  /** A colour, halved in size `level` times. */
  level(colour: Colour, level: number): Plane {
    if (level === 0) return this.colours[colour];
    return this.once(`${colour} ${level}`, () => {
      const finer = this.level(colour, level - 1);
      return resize(finer, Math.ceil(finer.height / 2), Math.ceil(finer.width / 2));
    });
  }

  /** Blurred by σ = 2 pixels of the level. */
  smooth(colour: Colour, level: number): Plane {
    return this.once(`smooth ${colour} ${level}`, () => blur(this.level(colour, level), 2));
  }

  /** What is brighter or darker than its surroundings (σ = 4 pixels of the level): no mean is left. */
  detail(colour: Colour, level: number): Plane {
    return this.once(`detail ${colour} ${level}`, () => {
      const source = this.level(colour, level);
      return combine((x, mean) => x - mean, source, blur(source, 4));
    });
  }

  /** Centre (σ = 2 pixels of the level) minus surround (σ = 4). */
  blob(colour: Colour, level: number): Plane {
    return this.once(`blob ${colour} ${level}`, () => blur(this.detail(colour, level), 2));
  }
}

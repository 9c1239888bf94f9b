import type { Text } from '../trace/text';

export type SampleName = 'chelsea' | 'coffee' | 'astronaut' | 'camera' | 'rocket';

export interface Sample {
  /** Path beneath the page's own address. */
  readonly file: string;
  readonly title: Text;
  /** Who made it, and its rights (public/images/LICENSES.md). */
  readonly credit: string;
}

/** The photographs that come with the atlas. */
export const samples: Readonly<Record<SampleName, Sample>> = {
  chelsea: {
    file: 'images/chelsea.jpg',
    title: { en: 'Cat', zh: '猫' },
    credit: 'Stéfan van der Walt, CC0',
  },
  coffee: {
    file: 'images/coffee.jpg',
    title: { en: 'Espresso', zh: '浓缩咖啡' },
    credit: 'Rachel Michetti, CC0',
  },
  astronaut: {
    file: 'images/astronaut.jpg',
    title: { en: 'Astronaut', zh: '宇航员' },
    credit: 'NASA, public domain',
  },
  camera: {
    file: 'images/camera.jpg',
    title: { en: 'Photographer', zh: '摄影师' },
    credit: 'Lav Varshney, CC0',
  },
  rocket: {
    file: 'images/rocket.jpg',
    title: { en: 'Rocket', zh: '火箭' },
    credit: 'SpaceX, public domain',
  },
};

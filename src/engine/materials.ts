import { prepareInputs, sizesOf } from '../inputs/choice';
import { decodeImage, type Pixels, thumbnail } from '../inputs/pixels';
import type { RawTensors } from '../inputs/raw';
import { readSafetensors } from '../inputs/safetensors';
import { type SampleName, samples } from '../inputs/samples';
import { fillWeights, takeWeights } from '../inputs/weights';
import type { InputAxes, Mechanism, Params } from '../mechanisms/define';
import { Refusal } from '../trace/text';
import type { HostTensors } from './evaluate';
import type { Picture } from './messages';
import type { RunRequest } from './protocol';
import { Recent } from './recent';

/**
 * What runs are made of: photographs, prepared inputs and filled weights. The last ones are kept, so
 * that moving a slider costs only what the slider changes.
 */
export class Materials {
  private own: Pixels | undefined;
  /** Tells the person's images apart, which all have the same name. */
  private ownNumber = 0;
  private keeping = 0;
  private readonly photographs = new Map<SampleName, Promise<Pixels>>();
  private readonly models = new Map<string, Promise<RawTensors>>();
  private readonly inputs = new Recent<HostTensors>(4);
  private readonly weights = new Recent<HostTensors>(4);

  /** @param page address beneath which the sample photographs lie. */
  constructor(private readonly page: string) {}

  /** @throws Refusal when it is no image, or too large. */
  async keepImage(image: Blob): Promise<void> {
    const mine = ++this.keeping;
    const pixels = await decodeImage(image);
    // A smaller one that came later may have been decoded before.
    if (mine !== this.keeping) return;
    this.own = pixels;
    this.ownNumber++;
  }

  /** @param shape height and width of the map whose part is wanted; the whole picture when left out. */
  async picture(
    image: Picture,
    side: number,
    shape?: readonly [number, number],
  ): Promise<ImageData> {
    const pixels = await this.pixels(image);
    const [height, width] = shape ?? [pixels.height, pixels.width];
    const small = thumbnail(pixels, height, width, side);
    return new ImageData(small.data, small.width, small.height);
  }

  axesOf({ input }: RunRequest, mechanism: Mechanism): InputAxes {
    return sizesOf(input, mechanism.inputs);
  }

  async inputsOf({ input }: RunRequest, mechanism: Mechanism): Promise<HostTensors> {
    const image = input.kind === 'image' ? await this.pixels(input.image) : undefined;
    const prepare = () => prepareInputs(input, mechanism.inputs, image);
    // Imported tensors are at hand, and a key made of them would cost more than they do.
    if (input.kind === 'tensors') return prepare();
    return this.inputs.get(JSON.stringify([input, mechanism.inputs, this.ownNumber]), prepare);
  }

  async weightsOf(
    { weights }: RunRequest,
    mechanism: Mechanism,
    params: Params,
    axes: InputAxes,
  ): Promise<HostTensors> {
    const specs = mechanism.weights(params, axes);
    if (weights.kind === 'learned')
      return takeWeights(specs, await this.model(weights.model.file)).weights;
    if (weights.kind === 'imported') return takeWeights(specs, weights.tensors).weights;
    const { kind, seed, gain } = weights;
    return this.weights.get(JSON.stringify([mechanism.id, specs, kind, seed, gain]), () =>
      fillWeights(specs, kind, seed, gain),
    );
  }

  private model(file: string): Promise<RawTensors> {
    let loading = this.models.get(file);
    if (!loading) {
      loading = loadModel(file, this.page);
      this.models.set(file, loading);
      loading.catch(() => this.models.delete(file));
    }
    return loading;
  }

  private async pixels(image: Picture): Promise<Pixels> {
    if (image === 'own') {
      if (this.own) return this.own;
      throw new Refusal('No image is open; open or drop one.', '尚未打开图像；请打开或拖入一张。');
    }
    let loading = this.photographs.get(image);
    if (!loading) {
      loading = load(image, this.page);
      this.photographs.set(image, loading);
      loading.catch(() => this.photographs.delete(image));
    }
    return loading;
  }
}

async function loadModel(file: string, page: string): Promise<RawTensors> {
  const response = await fetch(new URL(file, page)).catch(() => undefined);
  if (response?.ok) return readSafetensors(new Uint8Array(await response.arrayBuffer())).tensors;
  throw new Refusal(
    `The learned weights ${file} could not be loaded; check the connection and try again.`,
    `已学习的权重 ${file} 加载失败；请检查网络连接后重试。`,
  );
}

async function load(image: SampleName, page: string): Promise<Pixels> {
  const response = await fetch(new URL(samples[image].file, page)).catch(() => undefined);
  if (response?.ok) return decodeImage(await response.blob());
  throw new Refusal(
    `The photograph "${image}" could not be loaded; check the connection and try again.`,
    `照片“${image}”加载失败；请检查网络连接后重试。`,
  );
}

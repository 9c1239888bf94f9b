import type { MiniaturePicture } from '../../draw/miniature';
import type { Photograph } from '../../draw/photograph';
import type { Background, Patience } from '../../engine/background';
import type { Engine, RunRequest, RunSummary } from '../../engine/protocol';
import type { Mechanism } from '../../mechanisms/define';
import { costRequest, plateRequests } from '../../state/plate-input';
import type { ShownStep } from '../../state/steps';
import type { ViewState } from '../../state/view';
import { Refusal } from '../../trace/text';
import { portray, tellingStep } from './picture';

/** What a tile shows of a mechanism, once it has been computed. */
export interface Portrait {
  readonly request: RunRequest;
  readonly step: ShownStep;
  readonly picture: MiniaturePicture;
  /** What the maps were made from, for an input that is an image. */
  readonly photograph?: Photograph;
  readonly backend: RunSummary['backend'];
}

/** Longer side of a photograph below a map, enough for an enlarged tile. */
const photographSide = 360;
/** Portraits of a few inputs are kept. */
const most = 300;

/** Computes portraits, and keeps them. */
export class Studio {
  private readonly portraits = new Map<string, Portrait>();
  private readonly costs = new Map<string, number>();
  private readonly photographs = new Map<string, Promise<Photograph>>();
  /** Tells the person's images apart, which all have the same name. */
  private image: Blob | null = null;
  private images = 0;

  constructor(readonly background: Background) {}

  /** Images named `own` are this one from now on. */
  takeImage(image: Blob | null): void {
    if (image === this.image || !image) return;
    this.image = image;
    this.images++;
    this.background.keepImage(image);
  }

  /** The portrait as it is kept, if it is. */
  known(mechanism: Mechanism, chosen: Pick<ViewState, 'input' | 'weights'>): Portrait | undefined {
    return this.portraits.get(this.keyOf(plateRequests(mechanism, chosen)[0]));
  }

  /**
   * @throws Refusal that says why a mechanism cannot be shown; the signal's reason when it is not wanted
   * any more.
   */
  async portrait(
    mechanism: Mechanism,
    chosen: Pick<ViewState, 'input' | 'weights'>,
    patience: Patience,
  ): Promise<Portrait> {
    const requests = plateRequests(mechanism, chosen);
    const key = this.keyOf(requests[0]);
    const known = this.portraits.get(key);
    if (known) return known;
    const portrait = await this.firstThatFits(requests, patience);
    this.portraits.set(key, portrait);
    // The oldest go first.
    if (this.portraits.size > most) this.portraits.delete(this.portraits.keys().next().value ?? '');
    return portrait;
  }

  /** Multiply–accumulates at the size at which all are compared; undefined where that does not fit. */
  async cost(mechanism: Mechanism, patience: Patience): Promise<number | undefined> {
    const known = this.costs.get(mechanism.id);
    if (known !== undefined) return known;
    const macs = await this.background
      .plan(costRequest(mechanism), patience)
      .then(({ graph }) => graph.cost.macs)
      .catch((error: unknown) => {
        if (error instanceof Refusal) return undefined;
        throw error;
      });
    if (macs !== undefined) this.costs.set(mechanism.id, macs);
    return macs;
  }

  private async firstThatFits(
    requests: readonly RunRequest[],
    patience: Patience,
  ): Promise<Portrait> {
    let objection: unknown;
    for (const request of requests) {
      try {
        return await this.background.run({
          request,
          ...patience,
          read: (engine, summary) => this.paint(engine, summary),
        });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        objection ??= error;
      }
    }
    throw objection;
  }

  private async paint(engine: Engine, summary: RunSummary): Promise<Portrait> {
    const step = tellingStep(summary);
    if (!step)
      throw new Refusal('This mechanism records no step to show.', '该机制没有可显示的步骤。');
    const [picture, photograph] = await Promise.all([
      portray(engine, summary, step),
      this.photograph(engine, summary.request),
    ]);
    return { request: summary.request, step, picture, photograph, backend: summary.backend };
  }

  private async photograph(engine: Engine, { input }: RunRequest): Promise<Photograph | undefined> {
    if (input.kind !== 'image') return undefined;
    const { image, height, width } = input;
    const key = `${image} ${image === 'own' ? this.images : ''} ${height / width}`;
    const loading =
      this.photographs.get(key) ??
      engine
        .picture(image, height, width, photographSide)
        .then((data) => ({ image: data, width: data.width, height: data.height }));
    this.photographs.set(key, loading);
    // Maps stand alone without it, and the next one may find it.
    return loading.catch(() => {
      this.photographs.delete(key);
      return undefined;
    });
  }

  private keyOf({ mechanism, params, input, weights }: RunRequest): string {
    const own = input.kind === 'image' && input.image === 'own' ? this.images : 0;
    return JSON.stringify([mechanism, params, input, weights, own]);
  }
}

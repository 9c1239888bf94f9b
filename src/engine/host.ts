import { Refusal, type Text } from '../trace/text';
import type { Backend } from './backends/backend';
import { Emitter } from './emitter';
import { Link, LinkClosed } from './link';
import type { Loss } from './messages';
import {
  type BackendName,
  type BackendStatus,
  backends,
  type EngineStatus,
  type Notice,
} from './protocol';
import { noticeOf, reasonOf } from './texts';

export interface HostOptions {
  readonly createWorker: () => Worker;
  readonly page: string;
  readonly preference: BackendName | 'auto';
  /** Milliseconds of silence after which a worker counts as hung. */
  readonly patience: number;
  /** Threads of WebAssembly to begin with; 1 when left out. */
  readonly threads?: number;
}

/** A worker whose backend is open and tested. */
export interface Opened {
  readonly link: Link;
  readonly backend: Backend;
}

/** Decides which worker, and with it which backend, computes. */
export class Host {
  /** The current worker has another backend than before, and knows of no run. */
  readonly changed = new Emitter<Link>();
  readonly statusChanged = new Emitter<EngineStatus>();
  readonly noticed = new Emitter<Notice>();

  /** The person's image, which every new worker needs. */
  image: Blob | undefined;
  preference: BackendName | 'auto';
  private current: Opened | undefined;
  private last: BackendName = 'wasm';
  private opening: Promise<Link> | undefined;
  private first: Link | undefined;
  private readonly links = new Set<Link>();
  private memory = { tensors: 0, bytes: 0 };
  /** Why the backend before this one was left. */
  private left:
    | { readonly name: BackendName; readonly kind: Notice['kind']; readonly why: Text }
    | undefined;
  private readonly statuses = new Map<BackendName, BackendStatus>(
    backends.map((name) => [name, { name, state: 'untried' }]),
  );

  constructor(private readonly options: HostOptions) {
    this.preference = options.preference;
  }

  get active(): Backend | undefined {
    return this.current?.backend;
  }

  /**
   * The worker at work, if there is one. The first of a page takes calls while it still opens: it answers them when
   * its backend is open and tested, and closes when that fails.
   */
  get link(): Link | undefined {
    return this.current?.link ?? this.first;
  }

  status(): EngineStatus {
    return {
      active: this.current?.backend.name ?? null,
      preference: this.preference,
      backends: [...this.statuses.values()],
      ...this.memory,
    };
  }

  setStatus(name: BackendName, change: Partial<BackendStatus>): void {
    this.statuses.set(name, { ...this.statusOf(name), ...change });
    this.statusChanged.emit(this.status());
  }

  setMemory(tensors: number, bytes: number): void {
    this.memory = { tensors, bytes };
    this.statusChanged.emit(this.status());
  }

  /**
   * The worker to call; a new one on the next backend after a loss.
   * @throws Refusal when no backend is left.
   */
  ready(): Promise<Link> {
    if (this.current) return Promise.resolve(this.current.link);
    this.opening ??= this.openNext().finally(() => {
      this.opening = undefined;
    });
    return this.opening;
  }

  /**
   * Opens a worker beside the current one. Of one with the same backend nothing is told until it is
   * taken, because the status is that of the one at work.
   * @param onLink is given the worker while it still opens.
   * @throws Refusal that says why it failed.
   */
  async open(
    name: BackendName,
    threads = this.options.threads ?? 1,
    onLink?: (link: Link) => void,
  ): Promise<Opened> {
    const told = this.current?.backend.name !== name;
    let lost: Text | undefined;
    if (told) this.setStatus(name, { state: 'starting', reason: undefined });
    const link: Link = new Link(this.options.createWorker(), {
      patience: this.options.patience,
      onLost: (loss, reason) => {
        lost = reasonOf(new Error(reason), loss);
        this.forget(link);
        if (link === this.current?.link) this.lose(name, loss, lost);
      },
    });
    this.links.add(link);
    try {
      const opening = link.call('open', { backend: name, threads, page: this.options.page });
      onLink?.(link);
      const backend = await opening;
      if (this.image) await link.call('keepImage', this.image);
      const { adapter, software } = backend;
      if (told)
        this.setStatus(name, { state: 'ready', adapter, software, threads: backend.threads });
      return { link, backend };
    } catch (error) {
      this.end(link);
      // A worker that was lost has said why.
      const why = lost ?? reasonOf(error);
      if (told) this.setStatus(name, { state: 'failed', reason: why });
      throw new Refusal(why.en, why.zh);
    }
  }

  /** Ends a worker that is not needed. */
  end(link: Link): void {
    this.forget(link);
    link.close();
  }

  /** Makes a worker the current one; calls that the old one has not answered are made again. */
  adopt(opened: Opened): void {
    const old = this.current;
    this.current = opened;
    this.first = undefined;
    this.last = opened.backend.name;
    if (old) this.end(old.link);
    const { name, threads } = opened.backend;
    this.setStatus(name, { state: 'ready', threads });
    if (this.left) {
      this.noticed.emit(noticeOf(this.left, name));
      this.left = undefined;
    }
    this.changed.emit(opened.link);
  }

  /** Honours the person's choice as far as possible, and says so where not. */
  async choose(name: BackendName | 'auto'): Promise<void> {
    if (name === 'auto' && this.preference === 'auto') return;
    this.preference = name;
    this.statusChanged.emit(this.status());
    if (name === 'auto') this.last = 'wasm';
    const wanted = name === 'auto' ? this.order()[0] : name;
    if (!wanted || wanted === this.current?.backend.name) return;
    try {
      const opened = await this.open(wanted);
      if (this.preference === name) this.adopt(opened);
      else this.end(opened.link);
    } catch (error) {
      const left = { name: wanted, kind: 'fallback', why: reasonOf(error) } as const;
      if (this.current) this.noticed.emit(noticeOf(left, this.current.backend.name));
      else this.left = left;
    }
  }

  /** Ends a worker that does not listen any more, and starts one with the same backend. */
  restart(link: Link): void {
    if (link !== this.current?.link) return;
    this.current = undefined;
    this.end(link);
    void this.ready().catch(() => undefined);
  }

  dispose(): void {
    this.current = undefined;
    for (const link of this.links) this.end(link);
    this.opening = Promise.reject(new LinkClosed());
    this.opening.catch(() => undefined);
  }

  private forget(link: Link): void {
    this.links.delete(link);
    if (link === this.first) this.first = undefined;
  }

  private statusOf(name: BackendName): BackendStatus {
    return this.statuses.get(name) ?? { name, state: 'untried' };
  }

  /** What to try, best first. A software WebGPU is used only when it is asked for. */
  private order(): BackendName[] {
    const { preference } = this;
    const wanted: BackendName[] = [
      ...(preference === 'auto' ? [] : [preference]),
      this.last,
      'wasm',
      ...(this.statusOf('webgpu').software === false ? (['webgpu'] as const) : []),
      'webgl',
      'cpu',
    ];
    return [...new Set(wanted)].filter((name) => {
      const { state } = this.statusOf(name);
      return state !== 'failed' && state !== 'absent';
    });
  }

  private async openNext(): Promise<Link> {
    for (let name = this.order()[0]; name; name = this.order()[0]) {
      try {
        const opened = await this.open(name, undefined, (link) => {
          // The person's image comes after the backend, and runs may need it.
          if (!this.image) this.first = link;
        });
        // A backend that was chosen meanwhile comes first.
        if (this.current) this.end(opened.link);
        else this.adopt(opened);
        return this.current ? this.current.link : opened.link;
      } catch (error) {
        this.left ??= { name, kind: 'fallback', why: reasonOf(error) };
      }
    }
    // Whatever it was that no backend could do, the next request may be another.
    for (const { name, state } of this.statuses.values()) {
      if (state === 'failed') this.setStatus(name, { state: 'untried' });
    }
    const why = this.left?.why ?? reasonOf(new Error('no backend'));
    this.left = undefined;
    throw new Refusal(
      `No backend of this browser could compute this (${why.en}); choose a smaller input or reload the page.`,
      `此浏览器的所有后端均无法完成计算（${why.zh}）；请减小输入或刷新页面。`,
    );
  }

  private lose(name: BackendName, loss: Loss, why: Text): void {
    this.setStatus(name, { state: 'failed', reason: why });
    this.current = undefined;
    this.left = { name, kind: loss, why };
    void this.ready().catch(() => undefined);
  }
}

import { type Axis, axisOf, type Role, shapeOf, sizeOf, torchOrder } from '../trace/axes';
import type { Attributes, Cost, Graph, Node, Part, StepText, TorchName } from '../trace/graph';
import type { HostTensor } from '../trace/tensor';
import type { Operation } from './operation';

const free: Cost = { macs: 0, reads: 0, writes: 0 };

type Draft = { -readonly [K in keyof Node]: Node[K] };

/**
 * Records operations as a graph. A mechanism runs once over values that have axes but no numbers;
 * the graph is the plan, and the engine executes the very same graph on tensors.
 */
export class Builder {
  private readonly drafts: Draft[] = [];
  private readonly operations: (Operation | undefined)[] = [];
  private readonly constants = new Map<number, HostTensor>();
  private counting = true;

  /** @param describe texts of the steps by name; throws on a name that the mechanism does not describe. */
  constructor(private readonly describe: (name: string) => StepText) {}

  input(name: string, axes: readonly Axis[]): Value {
    return this.push({ op: 'input', axes, source: name });
  }

  /**
   * A weight in PyTorch's own layout.
   * @param buffer a running statistic, which is no parameter.
   */
  weight(name: string, axes: readonly Axis[], buffer = false): Value {
    return this.push({ op: 'weight', axes, source: name, attributes: { buffer } });
  }

  /** Numbers that follow from sizes alone: masks, index grids, Fourier matrices. */
  constant(tensor: HostTensor, name: string): Value {
    const value = this.push({ op: 'constant', axes: tensor.axes, source: name });
    this.constants.set(value.id, tensor);
    return value;
  }

  apply<A extends Attributes>(
    operation: Operation<A>,
    inputs: readonly Value[],
    attributes: A,
  ): Value {
    const axes = inputs.map((v) => v.axes);
    const output = operation.shape(axes, attributes);
    return this.push(
      {
        op: operation.name,
        axes: output,
        attributes,
        inputs: inputs.map((v) => v.id),
        move: operation.move ?? false,
        cost: this.counting ? operation.cost(axes, output, attributes) : free,
      },
      operation as Operation,
    );
  }

  /** Records what is worked out a second time elsewhere, where its cost is counted. */
  uncounted<T>(record: () => T): T {
    const before = this.counting;
    this.counting = false;
    try {
      return record();
    } finally {
      this.counting = before;
    }
  }

  node(id: number): Node {
    return this.drafts[id];
  }

  name(id: number, name: string, part?: Part): void {
    const draft = this.drafts[id];
    if (draft.step) throw new Error(`"${draft.step.name}" cannot be named "${name}" too`);
    draft.step = { name, part, text: this.describe(name) };
  }

  nameInTorch(id: number, name: TorchName): void {
    this.drafts[id].torch = [...this.drafts[id].torch, name];
  }

  finish(output: Value): Program {
    const nodes: readonly Node[] = this.drafts;
    const total = (pick: (c: Cost) => number): number =>
      nodes.reduce((sum, node) => sum + pick(node.cost), 0);
    const graph: Graph = {
      nodes,
      steps: nodes.filter((n) => n.step).map((n) => n.id),
      output: output.id,
      parameters: nodes
        .filter((n) => n.op === 'weight' && !n.attributes.buffer)
        .reduce((sum, n) => sum + sizeOf(n.axes), 0),
      cost: {
        macs: total((c) => c.macs),
        reads: total((c) => c.reads),
        writes: total((c) => c.writes),
      },
    };
    return { graph, operations: this.operations, constants: this.constants };
  }

  private push(part: Pick<Node, 'op' | 'axes'> & Partial<Node>, operation?: Operation): Value {
    const id = this.drafts.length;
    this.drafts.push({
      attributes: {},
      inputs: [],
      move: false,
      torch: [],
      cost: free,
      ...part,
      id,
    });
    this.operations.push(operation);
    return new Value(this, id);
  }
}

/** A graph with what is needed to execute it; `operations[id]` belongs to node `id`. */
export interface Program {
  readonly graph: Graph;
  readonly operations: readonly (Operation | undefined)[];
  readonly constants: ReadonlyMap<number, HostTensor>;
}

/** A value of a mechanism while it is planned: axes without numbers. */
export class Value {
  constructor(
    private readonly builder: Builder,
    readonly id: number,
  ) {}

  get axes(): readonly Axis[] {
    return this.builder.node(this.id).axes;
  }

  get shape(): number[] {
    return shapeOf(this.axes);
  }

  /** Length along an axis. */
  size(role: Role): number {
    return axisOf(this.axes, role).size;
  }

  /**
   * Records the value as a step, under a name that the mechanism describes.
   * @param part tells steps of the same name apart: `k = 3`, or words in both languages.
   */
  as(name: string, part?: Part): this {
    this.builder.name(this.id, name, part);
    return this;
  }

  /**
   * Says which PyTorch tensor this is: `fc.3`, `root@torch.softmax`, `output`.
   * @param order PyTorch's order of the axes; channels before height and width by default.
   */
  torch(name: string, order: readonly Role[] = torchOrder(this.axes)): this {
    this.builder.nameInTorch(this.id, { name, order });
    return this;
  }
}

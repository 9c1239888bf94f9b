import { offsetOf } from '../trace/axes';
import { cell, type Expression } from '../trace/expression';
import type { Node } from '../trace/graph';
import type { Program } from './builder';
import type { Reader } from './operation';

/** Row-major numbers of a node. Constants of the program are not asked for. */
export type DataOf = (id: number) => Float32Array;

/** Only moves numbers, and has no name: its cells are those, or the constants, that they come from. */
const isHidden = (node: Node): boolean => node.move && !node.step;

/** Computes, and is shown nowhere. */
const isNameless = ({ graph, operations }: Program, id: number): boolean =>
  operations[id] !== undefined && !graph.nodes[id].move && !graph.nodes[id].step;

/** Is written out wherever it is read, because nothing shows it and it is short. */
const isWrittenOut = (program: Program, id: number): boolean =>
  isNameless(program, id) && program.operations[id]?.elementwise === true;

/**
 * Reads a node.
 * @param deep unnamed elementwise operations are written out; otherwise each is a cell as it was computed.
 */
function readerOf(program: Program, id: number, dataOf: DataOf, deep: boolean): Reader {
  const node = program.graph.nodes[id];
  const through = isHidden(node) || (deep && isWrittenOut(program, id));
  const at = (index: readonly number[]): number => {
    const found = isHidden(node)
      ? explainNode(program, node, index, dataOf, false)
      : leaf(program, node, index, dataOf);
    if (found.kind !== 'cell' && found.kind !== 'constant') {
      throw new Error(`${node.op} (node ${id}) moves numbers but explains ${found.kind}`);
    }
    return found.value;
  };
  const read = (index: readonly number[]): Expression =>
    through ? explainNode(program, node, index, dataOf, deep) : leaf(program, node, index, dataOf);
  return { axes: node.axes, at, cell: read };
}

function leaf(program: Program, node: Node, index: readonly number[], dataOf: DataOf): Expression {
  const data = program.constants.get(node.id)?.data ?? dataOf(node.id);
  return cell({ node: node.id, index: [...index] }, data[offsetOf(node.axes, index)]);
}

function explainNode(
  program: Program,
  node: Node,
  index: readonly number[],
  dataOf: DataOf,
  deep: boolean,
): Expression {
  const operation = program.operations[node.id];
  if (!operation) return leaf(program, node, index, dataOf);
  const readers = node.inputs.map((id) => readerOf(program, id, dataOf, deep));
  return operation.explain(index, readers, node.attributes, node.axes);
}

/**
 * The arithmetic of one cell, over cells of named steps, inputs, weights, constants and unnamed
 * operations that add up many numbers. Unnamed reshapes, transpositions, slices and windows are
 * looked through, unnamed sums, products and functions of single cells are written out.
 * A step that only moves what an unnamed operation has computed is explained by that operation.
 * An input, a weight or a constant is explained by the cell itself.
 * @param index one entry for each axis of the node.
 * @param dataOf numbers of the nodes that `nodesNeeded` lists.
 */
export function explainCell(
  program: Program,
  nodeId: number,
  index: readonly number[],
  dataOf: DataOf,
): Expression {
  const { nodes } = program.graph;
  const explained = explainNode(program, nodes[nodeId], index, dataOf, true);
  if (!nodes[nodeId].move || explained.kind !== 'cell') return explained;
  const { cell: source } = explained;
  if (!isNameless(program, source.node)) return explained;
  return explainNode(program, nodes[source.node], source.index, dataOf, true);
}

/** Nodes whose numbers `explainCell` reads. */
export function nodesNeeded(program: Program, nodeId: number): number[] {
  const { nodes } = program.graph;
  const needed = new Set<number>();
  const seen = new Set<number>();
  const visit = (id: number): void => {
    if (seen.has(id)) return;
    seen.add(id);
    if (!isHidden(nodes[id]) && !program.constants.has(id)) needed.add(id);
    if (isHidden(nodes[id]) || isWrittenOut(program, id)) nodes[id].inputs.forEach(visit);
  };
  if (program.operations[nodeId]) nodes[nodeId].inputs.forEach(visit);
  else visit(nodeId);
  if (nodes[nodeId].move) {
    for (const id of [...needed]) if (isNameless(program, id)) nodes[id].inputs.forEach(visit);
  }
  return [...needed].sort((a, b) => a - b);
}

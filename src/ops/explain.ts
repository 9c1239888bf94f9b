import { offsetOf } from '../trace/axes';
import { cell, type Expression } from '../trace/expression';
import type { Node } from '../trace/graph';
import type { Program } from './builder';
import type { Reader } from './operation';

/** Row-major numbers of a node. Constants of the program are not asked for. */
export type DataOf = (id: number) => Float32Array;

/** A node that explanations look through: it only moves numbers, and has no name. */
const transparent = (node: Node): boolean => node.move && !node.step;

/** Reads a node; cells of transparent nodes are those, or the constants, that they come from. */
function readerOf(program: Program, id: number, dataOf: DataOf): Reader {
  const node = program.graph.nodes[id];
  const read = (index: readonly number[]): Expression =>
    transparent(node)
      ? explainNode(program, node, index, dataOf)
      : leaf(program, node, index, dataOf);
  const at = (index: readonly number[]): number => {
    const found = read(index);
    if (found.kind !== 'cell' && found.kind !== 'constant') {
      throw new Error(`${node.op} (node ${id}) moves numbers but explains ${found.kind}`);
    }
    return found.value;
  };
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
): Expression {
  const operation = program.operations[node.id];
  if (!operation) return leaf(program, node, index, dataOf);
  const readers = node.inputs.map((id) => readerOf(program, id, dataOf));
  return operation.explain(index, readers, node.attributes, node.axes);
}

/**
 * The arithmetic of one cell, over cells of named steps, inputs, weights, constants and operations
 * that compute. Unnamed reshapes, transpositions, slices and windows are looked through.
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
  return explainNode(program, program.graph.nodes[nodeId], index, dataOf);
}

/** Nodes whose numbers `explainCell` reads. */
export function nodesNeeded(program: Program, nodeId: number): number[] {
  const { nodes } = program.graph;
  const needed = new Set<number>();
  const seen = new Set<number>();
  const visit = (id: number): void => {
    if (seen.has(id)) return;
    seen.add(id);
    if (transparent(nodes[id])) nodes[id].inputs.forEach(visit);
    else if (!program.constants.has(id)) needed.add(id);
  };
  if (program.operations[nodeId]) nodes[nodeId].inputs.forEach(visit);
  else visit(nodeId);
  return [...needed].sort((a, b) => a - b);
}

/** What a file of tensors holds, and how it is shown: which mechanism, with which arguments, weights and inputs. */
import { type InputChoice, suits } from '../../inputs/choice';
import { readTensors } from '../../inputs/files';
import { type GoldenParts, isOutput, partsOf } from '../../inputs/golden';
import { permute, type RawTensors } from '../../inputs/raw';
import { readSafetensors } from '../../inputs/safetensors';
import { catalogue, mechanismById } from '../../mechanisms/catalogue';
import { publishedVariant } from '../../mechanisms/constructor';
import type { InputAxes, Mechanism, Params } from '../../mechanisms/define';
import { resolveParams } from '../../mechanisms/params';
import { shapeOf } from '../../trace/axes';
import { Refusal, type Text } from '../../trace/text';
import { argumentsOf, axesOf, type Case, caseOf, inputsOf } from '../checks/case';
import type { HostTensors } from '../evaluate';
import { beneath, type Found, findMechanisms } from './find';
import { type Fit, fitMechanism, type Known, setParams } from './fit';
import { fittingInput } from './input';
import { refuseMisfit, type Shapes } from './shapes';

/** A file as it was given. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What is on the page, which decides where the file leaves a choice. */
export interface Present {
  readonly mechanism: string;
  readonly input: InputChoice;
}

/** A way to show a file. Plain data. */
export interface Opened {
  readonly mechanism: string;
  /** Arguments that are neither defaults nor follow from the input. */
  readonly params: Params;
  readonly input: InputChoice;
  /** By state_dict key; null where the file has inputs only. */
  readonly weights: RawTensors | null;
  /** Where in a larger state_dict the weights stand. */
  readonly prefix: string;
  /** What PyTorch made of it, to compare with. */
  readonly reference: Case | null;
  /** What the reader should know, one sentence each. */
  readonly notes: readonly Text[];
}

/**
 * Reads a file. It may be a recorded call (`input.*`, `param.*`, `output`, and the class and its
 * arguments as metadata), inputs alone, or a state_dict.
 * @returns the ways to show it, one at least
 * @throws Refusal, one sentence, when there is none.
 */
export function openTensors(file: GivenFile, present: Present): Opened[] {
  const safe = file.name.toLowerCase().endsWith('.safetensors');
  const { tensors, metadata } = safe
    ? readSafetensors(file.bytes)
    : { tensors: readTensors(file.name, file.bytes), metadata: {} };
  const names = Object.keys(tensors);
  if (names.length === 0) {
    throw new Refusal(
      `"${file.name}" holds no tensors; save it with a state_dict or with input.* in it.`,
      `“${file.name}”中没有张量；请保存 state_dict 或 input.*。`,
    );
  }
  if (names.some((name) => /^(input|param|act)\./.test(name) || isOutput(name))) {
    return openCall(partsOf(tensors), metadata, present);
  }
  const current = mechanismById(present.mechanism);
  const input: InputChoice = { kind: 'tensors', tensors };
  const isInput = names.length === 1 || names.every((name) => current?.inputs[name]);
  if (current && isInput && suits(input, current)) {
    return [{ ...nothing, mechanism: current.id, input }];
  }
  return openStateDict(tensors, findMechanisms(shapesOf(tensors)), present);
}

const nothing = { params: {}, weights: null, prefix: '', reference: null, notes: [] } as const;

const shapesOf = (tensors: RawTensors): Shapes =>
  Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));

function openStateDict(
  tensors: RawTensors,
  found: readonly Found[],
  { mechanism, input }: Present,
): Opened[] {
  const opened = found.map(
    ({ prefix, fit }): Opened => ({
      mechanism: fit.mechanism.id,
      params: fit.set,
      input: fittingInput(fit, input),
      weights: beneath(tensors, prefix),
      prefix,
      reference: null,
      notes: notesOn(fit),
    }),
  );
  // The one on the page first.
  return opened.sort((a, b) => +(b.mechanism === mechanism) - +(a.mechanism === mechanism));
}

function notesOn({ untold }: Pick<Fit, 'untold'>): Text[] {
  if (untold.length === 0) return [];
  return [
    {
      en: `The shapes do not tell ${untold.join(', ')}; set ${untold.length > 1 ? 'them' : 'it'} under Parameters if yours differ from what is shown.`,
      zh: `形状无法确定 ${untold.join('、')}；若与您的设置不同，请在“参数”中修改。`,
    },
  ];
}

type Metadata = Readonly<Record<string, string>>;

function openCall(parts: GoldenParts, metadata: Metadata, present: Present): Opened[] {
  const named = mechanismNamed(metadata, present);
  const mechanism = named ?? mechanismById(present.mechanism);
  if (!mechanism) throw new Error(`"${present.mechanism}" is not in the catalogue`);
  if (Object.keys(parts.inputs).length === 0) {
    const { constructor_args: given } = metadata;
    const shapes = shapesOf(parts.params);
    const found = named
      ? [
          {
            prefix: '',
            fit: requireFit(named, shapes, given ? { params: argumentsIn(named, metadata) } : {}),
          },
        ]
      : findMechanisms(shapes);
    return openStateDict(parts.params, found, present);
  }
  const args = metadata.constructor_args ? argumentsIn(mechanism, metadata) : {};
  const inputs = inputsOf(mechanism, parts, args);
  const axes = axesOf(inputs);
  const { params, notes } = metadata.constructor_args
    ? { params: resolveParams(mechanism, args, axes, { exact: true }).params, notes: [] }
    : inferred(mechanism, parts, metadata, axes);
  const read = caseOf(mechanism, parts, inputs, params);
  return [
    {
      mechanism: mechanism.id,
      params: setParams(mechanism, params, axes),
      input: { kind: 'tensors', tensors: usualLayout(mechanism, inputs) },
      weights: parts.params,
      prefix: '',
      reference: read.references.length > 0 ? read : null,
      notes,
    },
  ];
}

/** The mechanism that the metadata names, by its id or its class; the one on the page first. */
function mechanismNamed(metadata: Metadata, present: Present): Mechanism | undefined {
  const { mechanism: id, class: torch } = metadata;
  if (id) {
    const found = mechanismById(id);
    if (found) return found;
    throw new Refusal(
      `The file is of "${id}", which is not in the catalogue; name one that is.`,
      `文件对应“${id}”，目录中没有；请写目录中的名称。`,
    );
  }
  if (!torch) return undefined;
  const fitting = catalogue.filter(({ classes }) => Object.hasOwn(classes, torch));
  const found = fitting.find((m) => m.id === present.mechanism) ?? fitting[0];
  if (found) return found;
  throw new Refusal(
    `The class "${torch}" is not in the catalogue; write the mechanism's id into the metadata.`,
    `目录中没有类“${torch}”；请在元数据中写明机制的 id。`,
  );
}

const classOf = (mechanism: Mechanism, metadata: Metadata): string =>
  metadata.class ?? Object.keys(mechanism.classes)[0];

/** Constructor arguments of the metadata, under the names of the mechanism's parameters. */
const argumentsIn = (mechanism: Mechanism, metadata: Metadata): Params =>
  argumentsOf(mechanism, {
    class: classOf(mechanism, metadata),
    case: metadata.case ?? '',
    constructorArgs: jsonOf(metadata, 'constructor_args'),
    callKwargs: jsonOf(metadata, 'call_kwargs'),
  });

/** Inputs as PyTorch usually lays them out, whichever layout the file's class was told to take. */
const usualLayout = (mechanism: Mechanism, inputs: HostTensors): RawTensors =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]) => {
      const { order } = mechanism.inputs[name];
      const usual = order.length === tensor.axes.length ? permute(tensor, order) : tensor;
      return [name, { shape: shapeOf(usual.axes), data: usual.data }];
    }),
  );

function jsonOf(metadata: Metadata, key: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(metadata[key] ?? '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Said below.
  }
  throw new Refusal(
    `The metadata "${key}" is not a JSON object; write it with json.dumps.`,
    `元数据“${key}”不是 JSON 对象；请用 json.dumps 写入。`,
  );
}

function inferred(
  mechanism: Mechanism,
  { params }: GoldenParts,
  metadata: Metadata,
  axes: InputAxes,
): { params: Params; notes: readonly Text[] } {
  const known = {
    ...publishedVariant(mechanism),
    ...(metadata.class && mechanism.classes[metadata.class]),
  };
  const fit = requireFit(mechanism, shapesOf(params), { axes, params: known });
  return { params: fit.params, notes: notesOn(fit) };
}

function requireFit(mechanism: Mechanism, shapes: Shapes, known: Known): Fit {
  const fit = fitMechanism(mechanism, shapes, known);
  if (fit.fits) return fit;
  throw refuseMisfit(mechanism, fit.misfit);
}

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Problem, Refusal, refuse } from '../../outcome/problem.ts';
import { jsonLimits, readJson } from '../../questionnaire/json/document.ts';
import { resourceTypes } from '../../questionnaire/resource-types.ts';
import { unreadable } from '../input.ts';

/** What is read, in this order, and what is left out. */
export interface Sources {
  readonly files: readonly Source[];
  /** Names of files that hold something else. */
  readonly left: readonly string[];
}

export interface Source {
  readonly file: string;
  /** How it is called in notes and answers, whatever folder it lies in. */
  readonly name: string;
  /** So many lines the manifest promises. */
  readonly count?: number;
}

const wanted = 'QuestionnaireResponse';

/**
 * The files that a source names: a file of lines, `-` for standard input, a folder of them, or a manifest (a .json
 * file, or manifest.json in the folder): that of a bulk export (`output`), or the body of an `$import` (`input`, or
 * Parameters). What a manifest names must lie beside it: nothing is fetched. Codes: file-unreadable, those of
 * `readJson`, import-manifest, import-nothing, import-file-missing.
 */
export function sourcesOf(source: string): Sources {
  if (source === '-') return { files: [{ file: source, name: source }], left: [] };
  if (isFolder(source)) return inFolder(source);
  if (source.endsWith('.json')) return byManifest(source);
  return { files: [{ file: source, name: basename(source) }], left: [] };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** File 2 comes before file 10. */
const order = new Intl.Collator('en', { numeric: true });

function inFolder(folder: string): Sources {
  const names = readdirSync(folder).sort(order.compare);
  if (names.includes('manifest.json')) return byManifest(join(folder, 'manifest.json'));
  const lines = names.filter((name) => /\.ndjson(?:\.gz|\.zst)?$/.test(name));
  const isOther = (name: string) => {
    const [type = ''] = /^[A-Za-z]+/.exec(name) ?? [];
    return resourceTypes.has(type) && type !== wanted;
  };
  const files = lines.filter((name) => !isOther(name)).map((name) => ({ file: join(folder, name), name }));
  if (files.length === 0) refuse('import-nothing', { values: { source: folder } });
  return { files, left: lines.filter(isOther) };
}

/** An entry of a manifest. */
interface Entry {
  /** Where it stands. */
  readonly place: string;
  readonly type: unknown;
  readonly url: unknown;
  readonly count: unknown;
}

function byManifest(manifest: string): Sources {
  const entries = entriesOf(read(manifest));
  if (entries === undefined) refuse('import-manifest', { values: { file: manifest }, place: 'output' });
  const problems: Problem[] = [];
  const files: Source[] = [];
  const left: string[] = [];
  for (const { place, type, url, count } of entries) {
    const name = typeof url === 'string' ? nameIn(url) : '';
    if (name === '' || typeof type !== 'string') {
      problems.push({ code: 'import-manifest', place, values: { file: manifest } });
    } else if (type !== wanted) left.push(name);
    else files.push(sourceOf(manifest, name, count));
  }
  problems.push(
    ...files
      .filter(({ file }) => !isFile(file))
      .map(({ name }): Problem => ({ code: 'import-file-missing', values: { file: name, manifest } })),
  );
  if (problems.length > 0) throw new Refusal(problems);
  if (files.length === 0) refuse('import-nothing', { values: { source: manifest } });
  return { files, left };
}

function sourceOf(manifest: string, name: string, count: unknown): Source {
  const source = { file: join(dirname(manifest), name), name };
  return typeof count === 'number' ? { ...source, count } : source;
}

function read(file: string): unknown {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw unreadable(file, error);
  }
  return readJson(bytes, { ...jsonLimits, bytes: 16_777_216 }).value;
}

/** The last part of an address or a path: no entry leads out of the manifest's folder. */
function nameIn(url: string): string {
  const name = url.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
  try {
    const decoded = decodeURIComponent(name);
    return /[/\\\0]/.test(decoded) || decoded === '..' || decoded === '.' ? '' : decoded;
  } catch {
    return '';
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

type Json = Readonly<Record<string, unknown>>;

/** Undefined where it is no manifest. */
function entriesOf(manifest: unknown): readonly Entry[] | undefined {
  if (typeof manifest !== 'object' || manifest === null) return undefined;
  const { resourceType, parameter, output, input } = manifest as Json;
  if (resourceType === 'Parameters') return Array.isArray(parameter) ? parametersOf(parameter) : undefined;
  const [name, list] = output === undefined || output === null ? ['input', input] : ['output', output];
  if (!Array.isArray(list)) return undefined;
  return list.map((one: unknown, index) => {
    const { type, url, count } = Object(one) as Json;
    return { place: `${name}[${index}]`, type, url, count };
  });
}

/** `input` parameters, each with its parts: `type` or `resourceType`, and `url`. */
function parametersOf(parameters: readonly unknown[]): readonly Entry[] {
  const all = parameters.map((one, index) => ({ ...Object(one), place: `parameter[${index}]` }) as Json);
  const inputs = all.filter(({ name }) => name === 'input');
  return inputs.map(({ part, place }) => {
    const parts = (Array.isArray(part) ? part : []).map((one: unknown) => Object(one) as Json);
    const valueIn = (...names: readonly string[]) => {
      const found = parts.find(({ name }) => typeof name === 'string' && names.includes(name));
      return found && Object.entries(found).find(([key]) => key.startsWith('value'))?.[1];
    };
    return {
      place: String(place),
      type: valueIn('type', 'resourceType'),
      url: valueIn('url'),
      count: valueIn('count'),
    };
  });
}

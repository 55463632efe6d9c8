import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { letterLimits, withDocument } from './parse.ts';

type Libxml2 = typeof import('libxml2-wasm');

// The one file below src/medcom that reads files: schemas, from the folder that the caller names.

/** What MedCom's schema says against a document, without a word of the document's content. */
export interface SchemaComplaint {
  readonly line: number;
  /** XPath of the element by position. */
  readonly path: string;
  /** The element's name and the rule that it breaks, such as `StatusCode: enumeration`. */
  readonly rule: string;
}

/** The compiled schema points into its document, so that the two live together. */
interface Schema {
  readonly document: InstanceType<Libxml2['XmlDocument']>;
  readonly validator: InstanceType<Libxml2['XsdValidator']>;
}

const scheme = 'medcom:///';
// By folder and namespace, for the process' life: compiling takes up to 200 ms, and there are at most 16 namespaces.
const compiled = new Map<string, Map<string, Schema>>();

/**
 * Checks a letter against MedCom's schema of its namespace, `<schemaDirectory>/<yyyy>/<mm>/<dd>/EMessage.xsd`. Empty
 * when it is valid.
 * Errors: as `parseXml`; a plain Error when the folder has no schema for the letter's namespace.
 */
export function checkSchema(bytes: Uint8Array, schemaDirectory: string): Promise<readonly SchemaComplaint[]> {
  return withDocument(bytes, letterLimits, (document, libxml2) => complaintsOf(document, libxml2, schemaDirectory));
}

/**
 * The same for a document that libxml2 has parsed already, and whose namespace the caller may know; with a wrong one it
 * is not valid.
 */
export function complaintsOf(
  document: InstanceType<Libxml2['XmlDocument']>,
  libxml2: Libxml2,
  schemaDirectory: string,
  namespace = document.root.namespaceUri,
): readonly SchemaComplaint[] {
  const schema = schemaFor(namespace, schemaDirectory, libxml2);
  try {
    schema.validator.validate(document);
    return [];
  } catch (error) {
    if (!(error instanceof libxml2.XmlValidateError)) throw error;
    return error.details.map(({ line, xpath, message }) => ({ line, path: xpath ?? '/', rule: ruleOf(message) }));
  }
}

function schemaFor(namespace: string, directory: string, libxml2: Libxml2): Schema {
  const known = compiled.get(directory) ?? new Map<string, Schema>();
  const before = known.get(namespace);
  if (before !== undefined) return before;
  const schema = schemaOf(namespace, directory, libxml2);
  compiled.set(directory, known.set(namespace, schema));
  return schema;
}

/** Whether the folder has a schema for messages of a namespace. */
export function hasSchema(namespace: string, directory: string): boolean {
  const date = dateOf(namespace);
  return date !== undefined && existsSync(join(directory, date, 'EMessage.xsd'));
}

function schemaOf(namespace: string, directory: string, libxml2: Libxml2): Schema {
  const date = dateOf(namespace);
  if (date === undefined) throw new Error('no schema is known for the namespace of the letter');
  const file = join(directory, date, 'EMessage.xsd');
  return compile(file, `${scheme}${date}/EMessage.xsd`, directory, libxml2);
}

/** MedCom's folders are named after the date in the namespace. */
function dateOf(namespace: string): string | undefined {
  return /^http:\/\/rep\.oio\.dk\/.*\/schemas\/(\d{4}\/\d{2}\/\d{2})\/$/.exec(namespace)?.[1];
}

/**
 * libxml2 asks for included and imported schemas by url. It is given files of the schema folder alone, and only while
 * it compiles, so that a letter's own `xsi:schemaLocation` opens nothing.
 */
function compile(file: string, url: string, directory: string, libxml2: Libxml2): Schema {
  const source = readFileSync(file);
  libxml2.xmlRegisterInputProvider({
    match: (name) => name.startsWith(scheme) && !name.includes('..'),
    open: (name) => openFile(join(directory, name.slice(scheme.length)), libxml2),
    read: libxml2.readBuffer,
    close: (handle) => {
      libxml2.closeBuffer(handle);
      return true;
    },
  });
  try {
    return toSchema(libxml2.XmlDocument.fromBuffer(source, { url }), libxml2);
  } finally {
    libxml2.xmlCleanupInputProvider();
  }
}

/** No exception may pass through libxml2's own frames: undefined, and it reports the file as missing. */
function openFile(file: string, libxml2: Libxml2): number | undefined {
  try {
    return libxml2.openBuffer(readFileSync(file));
  } catch {
    return undefined;
  }
}

function toSchema(document: Schema['document'], libxml2: Libxml2): Schema {
  try {
    return { document, validator: libxml2.XsdValidator.fromDoc(document) };
  } catch (error) {
    document.dispose();
    throw error;
  }
}

/**
 * libxml2's message cut down to names of the schema: "Element '{...}X': [facet 'maxLength'] The value '...' has ...".
 */
function ruleOf(message: string): string {
  const [, element = 'element', rest = ''] =
    /^Element '(?:\{[^}]*\})?([\w.-]+)'(?:, attribute '[^']*')?: (.*)$/s.exec(message) ?? [];
  const facet = /^\[facet '(\w+)'\]/.exec(rest)?.[1];
  const expected = /Expected is (?:one of )?\( ([\w:/.{}, -]*) \)\.\s*$/.exec(rest)?.[1]?.replace(/\{[^}]*\}/g, '');
  return `${element}: ${facet ?? (expected === undefined ? 'not valid' : `expected ${expected}`)}`;
}

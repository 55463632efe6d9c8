import { createRequire } from 'node:module';
import { attributesOf } from '../medcom/xml/attributes.ts';
import { namespaceOf, prefixDeclared, type Scope } from '../medcom/xml/namespaces.ts';
import { escaped } from './escape.ts';
import { xhtml } from './namespaces.ts';

/** Loaded late: hardly any narrative has HTML's names of characters. */
const load = createRequire(import.meta.url);

const startTag = /^<([^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/;
const prefixes = /<([\w.-]+):|\s([\w.-]+):[\w.-]+\s*=/g;
const entity = /&([A-Za-z][A-Za-z0-9]*);/g;
const ofXml = new Set(['lt', 'gt', 'amp', 'quot', 'apos']);

/**
 * The `div` of a narrative, cut out of a document: as it was written, with the namespaces that it used from outside
 * declared on itself. `scope` is that within its start tag.
 */
export function divOf(cut: string, scope: Scope | undefined): string {
  const written = withLineFeeds(cut);
  const [, , attributes = ''] = startTag.exec(written) ?? [];
  const used = new Set([...written.matchAll(prefixes)].map(([, element, attribute]) => element ?? attribute ?? ''));
  if (namespaceOf('', scope) === xhtml) used.add('');
  const known = new Set(['xml', 'xmlns', ...prefixesDeclared(attributes)]);
  const missing = [...used].filter((prefix) => !known.has(prefix));
  return withDeclarations(
    written,
    missing.flatMap((prefix) => {
      const uri = namespaceOf(prefix, scope);
      return uri === undefined ? [] : [[prefix, uri] as const];
    }),
  );
}

/**
 * The `div` of a JSON narrative for XML: R4 wants the XHTML namespace on it, and XML knows none of HTML's names of
 * characters.
 */
export function xmlDiv(div: string): string {
  const plain = withLineFeeds(div.trim()).replace(entity, (whole, name: string) =>
    ofXml.has(name) ? whole : decoded(whole),
  );
  const [, name = '', attributes = ''] = startTag.exec(plain) ?? [];
  return name.includes(':') || prefixesDeclared(attributes).includes('')
    ? plain
    : withDeclarations(plain, [['', xhtml]]);
}

function decoded(character: string): string {
  return (load('entities') as typeof import('entities')).decodeHTMLStrict(character);
}

/** As a reader of XML ends lines (XML 1.0, 2.11). */
function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function prefixesDeclared(attributes: string): readonly string[] {
  return attributesOf(attributes).flatMap(({ name }) => prefixDeclared(name) ?? []);
}

function withDeclarations(div: string, declarations: readonly (readonly [prefix: string, uri: string])[]): string {
  const written = declarations.map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : ':'}${prefix}="${escaped(uri)}"`);
  return written.length === 0 ? div : div.replace(/^<[^\s/>]+/, (tag) => tag + written.join(''));
}

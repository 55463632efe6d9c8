import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Model } from '../../model/types.ts';
import { once } from '../../questionnaire/once.ts';
import type { Packed } from '../route.ts';
import { type PageTexts, pageLooks, pageScripts } from './modules.ts';
import { written } from './written-model.ts';

/** What the page consists of beside its first answer, by name, under one address that changes with the content. */
export interface PageFiles {
  /** A digest of all files: what a browser has under it never changes. */
  readonly version: string;
  readonly files: PageTexts;
  /** A text of the page packed, once for all who ask: packing well takes longer than sending. */
  readonly packed: (text: string) => Packed;
}

/** Where `npm run build` has put the page; a clone strips it as it serves. */
const built = fileURLToPath(new URL('../../page/', import.meta.url));

/** The files of the page, with the model that it shows and scores by. */
export function pageFiles(model: Model): PageFiles {
  const files = new Map([...(existsSync(built) ? builtFiles() : sourceFiles()), ['model.json', written(model)]]);
  const hash = createHash('sha256');
  for (const [name, text] of files) hash.update(`${name}\n${text}\n`);
  const known = new Map<string, Packed>();
  const packed = (text: string) => {
    const found = known.get(text) ?? pack(text);
    known.set(text, found);
    return found;
  };
  return { version: hash.digest('hex').slice(0, 16), files, packed };
}

/** Nearly as small as the last levels make it, in a fraction of their time: the first one who looks waits for it. */
function pack(text: string): Packed {
  const bytes = Buffer.from(text);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const br = once(() => brotliCompressSync(bytes, { params }));
  const gzip = once(() => gzipSync(bytes, { level: 9 }));
  return {
    get br() {
      return br();
    },
    get gzip() {
      return gzip();
    },
  };
}

/** As they are served, but for the model. */
export function sourceFiles(): PageTexts {
  return new Map([...pageScripts(), ...pageLooks()]);
}

function builtFiles(): PageTexts {
  return new Map(readdirSync(built).map((name) => [name, readFileSync(`${built}${name}`, 'utf8')]));
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
};

export function typeOfFile(name: string): string {
  return types[extname(name)] ?? 'application/octet-stream';
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The bytes of the TrueType fonts that a PDF embeds. */
export interface Fonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
}

let loaded: Fonts | undefined;

/**
 * DejaVu Sans Condensed, read once from the package dejavu-fonts-ttf: narrow enough for one page, and with the letters
 * of all European languages. The one file below src/pdf that reads files.
 */
export function loadFonts(): Fonts {
  loaded ??= { regular: read('DejaVuSansCondensed.ttf'), bold: read('DejaVuSansCondensed-Bold.ttf') };
  return loaded;
}

function read(name: string): Uint8Array {
  return readFileSync(createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}`));
}

import { expect } from 'vitest';

/** MedCom's test person. Wherever she is put, nothing of her may stand in what is no answer about her. */
export const cpr = '2512489996';
export const system = 'urn:oid:1.2.208.176.1.2';
/** Ways in which somebody writes her down. */
export const spellings = [cpr, '251248-9996', '25 12 48 9996', `${system}|${cpr}`, 'Nancy Ann Berggren'] as const;
const marks = /251248[^a-z0-9]{0,3}9996|25 12 48 9996|Nancy|Berggren/i;

/** Fails where something of her stands in a text, also where it is written as an address or in Base64. */
export function expectUnmarked(text: string, where: string): void {
  const words = text.match(/[\w-]{16,}/g) ?? [];
  const hidden = words.map((word) => Buffer.from(word, 'base64url').toString('latin1'));
  const unescaped = text.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
  const found = [text, unescaped, ...hidden].map((one) => excerpt(one)).find((one) => one !== undefined);
  expect(found, where).toBeUndefined();
}

function excerpt(text: string): string | undefined {
  const at = text.search(marks);
  return at < 0 ? undefined : text.slice(Math.max(0, at - 60), at + 60);
}

/** Addresses that an answer with FHIR JSON makes: those of a Bundle, and the conditions of its entries. */
export function addressesIn(body: string): readonly string[] {
  const { link = [], entry = [] } = JSON.parse(body) as Addressed;
  return [
    ...link.map(({ url }) => url),
    ...entry.flatMap(({ fullUrl, request, response }) => [
      fullUrl,
      request?.url,
      request?.ifNoneExist,
      response?.location,
    ]),
  ].filter((one) => one !== undefined);
}

interface Addressed {
  readonly link?: readonly { readonly url: string }[];
  readonly entry?: readonly {
    readonly fullUrl?: string;
    readonly request?: { readonly url?: string; readonly ifNoneExist?: string };
    readonly response?: { readonly location?: string };
  }[];
}

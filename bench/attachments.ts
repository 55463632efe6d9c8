import { readFileSync } from 'node:fs';
import { loadModel } from '../src/profiles.ts';
import { attachLevel } from '../src/work/attach.ts';

const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));

const { pdfLetter } = await attachLevel(
  { model: loadModel(), clock: () => new Date() },
  { message: fixture('breve/epikrise.xml'), response: fixture('somatik-3-aftalt/response.json'), pdf: true },
);

/** The attachment (XBIN) that we write ourselves, with these bytes as its PDF. */
function attachmentOf(content: Buffer): Buffer {
  const text = Buffer.from(pdfLetter?.bytes ?? [])
    .toString('latin1')
    .replace(/(<Object_Base64Encoded>)[^<]*/, (_, tag: string) => `${tag}${content.toString('base64')}`)
    .replace(/(<OriginalObjectSize>)\d*/, (_, tag: string) => `${tag}${content.length}`);
  return Buffer.from(text, 'latin1');
}

export const quoteMarks = (count: number) => attachmentOf(Buffer.from(`%PDF-1.7\n${'"'.repeat(count)}`));

import type { Text } from '../../model/types.ts';
import { pagePolicy } from './shell.ts';

/** A page that only says something, and leads on. */
export interface PlainPage {
  readonly heading: Text;
  readonly text: Text;
  /** An address of ours, and what is there. */
  readonly way?: { readonly to: string; readonly text: Text };
}

/** It is in Danish first, since nobody has chosen a language yet, and needs no script. */
export function plainPage({ heading, text, way }: PlainPage, style: string): string {
  const link = (text: string) => (way === undefined ? '' : `<p><a href="${escaped(way.to)}">${escaped(text)}</a></p>`);
  return `<!doctype html>
<html lang="da"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escaped(heading.da)} · Niveau</title><link rel="stylesheet" href="${escaped(style)}"></head>
<body><header><p class="brand">Niveau</p></header><main><h1>${escaped(heading.da)}</h1><p>${escaped(text.da)}</p>${link(way?.text.da ?? '')}
<div lang="en"><h2>${escaped(heading.en)}</h2><p>${escaped(text.en)}</p>${link(way?.text.en ?? '')}</div></main></body></html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The headers of any page of ours. */
export const pageHeaders = { 'Content-Security-Policy': pagePolicy };

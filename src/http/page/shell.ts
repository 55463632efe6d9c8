import type { PageFiles } from './files.ts';

/** Which page: the form, or what those who run the service look at. */
export type PageName = 'form' | 'drift';

/** What the first answer tells the page of the service. */
export interface Shell {
  /** Whether responses are kept here. */
  readonly stored: boolean;
  /** Where people sign in: nowhere, at the page, or in their EHR alone. */
  readonly signIn: 'none' | 'page' | 'ehr';
  /** Whether everybody who looks may operate the service: nobody has to show who they are. */
  readonly operates: boolean;
  readonly page: PageFiles;
}

interface Entry {
  readonly script: string;
  /** What the first view waits for besides: it comes beside the script that asks for it. */
  readonly early: readonly string[];
  readonly title: string;
  /** What is said to a browser without JavaScript. */
  readonly needed: string;
}

const entries: Readonly<Record<PageName, Entry>> = {
  form: {
    script: 'main.js',
    early: ['model.json'],
    title: 'Niveau: samarbejdsniveau',
    needed:
      'Siden regner niveauet ud i browseren og kræver JavaScript. Alt, hvad tjenesten kan uden, står i fhir/metadata.',
  },
  drift: {
    script: 'drift.js',
    early: [],
    title: 'Niveau: drift',
    needed: 'Siden kræver JavaScript. Det samme kan niveau outbox på kommandolinjen.',
  },
};

/**
 * A page's first answer, in Danish: the page switches the language itself. Every address in it is relative: it works
 * below the path of a proxy, too.
 */
export function shell(name: PageName, { stored, signIn, operates, page: { version } }: Shell): string {
  const { script, early, title, needed } = entries[name];
  const at = (file: string) => `page/${version}/${file}`;
  return `<!doctype html>
<html lang="da" data-stored="${stored}" data-sign-in="${signIn}" data-operates="${operates}" data-files="${at('')}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title}</title>
<link rel="stylesheet" href="${at('style.css')}"><link rel="icon" href="${at('icon.svg')}" type="image/svg+xml">
${early.map((file) => `<link rel="preload" href="${at(file)}" as="fetch" crossorigin>`).join('')}
<script type="module" src="${at(script)}"></script></head>
<body><div id="page"></div><noscript>${needed}</noscript></body></html>
`;
}

/**
 * Scripts, styles and answers come from this service alone; nothing stands within the page that a stranger could write.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

import { changesPage } from './changes-page.ts';
import { examplesPage } from './examples-page.ts';
import type { Language, PageName } from './html.ts';
import { loadingPage } from './loading-page.ts';
import { modelPage } from './model-page.ts';
import { profilesPage } from './profiles-page.ts';
import type { Source } from './source.ts';
import { terminologyPage } from './terminology-page.ts';

const pages: Readonly<Record<PageName, (source: Source, language: Language) => string>> = {
  index: modelPage,
  profiles: profilesPage,
  terminology: terminologyPage,
  examples: examplesPage,
  loading: loadingPage,
  changes: changesPage,
};

const start =
  '<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Differentieringsmodellen</title><meta http-equiv="refresh" content="0; url=da/index.html"></head><body><main><h1>Differentieringsmodellen</h1><p><a href="da/index.html">Dansk</a></p><p lang="en"><a href="en/index.html">English</a></p></main></body></html>\n';

/**
 * The guide as files by their paths: a small site that needs no server, each page in Danish and in English. The
 * examples' own files are not among them: they lie in `exampleFolder`.
 */
export function guideFiles(source: Source): ReadonlyMap<string, string> {
  const written = (['da', 'en'] as const).flatMap((language) =>
    Object.entries(pages).map(([name, make]) => [`${language}/${name}.html`, make(source, language)] as const),
  );
  return new Map([['index.html', start] as const, ...written]);
}

import { resourceFile } from '../resource-file.ts';
import type { Language, PageName } from './html.ts';
import {
  changesPage,
  examplesPage,
  loadingPage,
  modelPage,
  profilesPage,
  type Source,
  terminologyPage,
} from './model-pages.ts';

const pages: Readonly<Record<PageName, (source: Source, language: Language) => string>> = {
  index: modelPage,
  profiles: profilesPage,
  terminology: terminologyPage,
  examples: examplesPage,
  loading: loadingPage,
  changes: changesPage,
};

/** The guide as files by their paths: a small site that needs no server, each page in Danish and in English, with the examples beside it. */
export function guideFiles(source: Source): ReadonlyMap<string, string> {
  const written = (['da', 'en'] as const).flatMap((language) =>
    Object.entries(pages).map(([name, make]) => [`${language}/${name}.html`, make(source, language)] as const),
  );
  const examples = source.examples.map(({ resource }) => {
    const [name, text] = resourceFile(resource);
    return [`examples/${name}`, text] as const;
  });
  const start =
    '<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Differentieringsmodellen</title><meta http-equiv="refresh" content="0; url=da/index.html"></head><body><main><h1>Differentieringsmodellen</h1><p><a href="da/index.html">Dansk</a></p><p lang="en"><a href="en/index.html">English</a></p></main></body></html>\n';
  return new Map([['index.html', start] as const, ...written, ...examples]);
}

import type { Model } from '../../model/types.ts';
import { toOutcome } from '../../outcome/outcome.ts';
import { refuse } from '../../outcome/problem.ts';
import { once } from '../../questionnaire/once.ts';
import { pageFiles, typeOfFile } from '../page/files.ts';
import { pagePolicy, shell } from '../page/shell.ts';
import type { Handler, Route, RouteDoc } from '../route.ts';
import { resourceAnswer } from '../route.ts';

/**
 * What whoever comes by the front door is told: a browser gets the page for people, any other client what this is, and
 * what to do next.
 */
export function welcomeRoutes(model: Model, stored: boolean): readonly Route[] {
  // Made when first looked at: most services are asked by EHRs alone.
  const files = once(() => pageFiles(model));
  const welcome: Handler = ({ language, base }) => {
    const values = { base, root: base.replace(/\/fhir$/, '') };
    return resourceAnswer(toOutcome([{ code: 'welcome', values }], language));
  };
  const page: Handler = (incoming) => {
    if (!incoming.wantsPage) return welcome(incoming);
    const html = shell({ stored, page: files() });
    return {
      bytes: Buffer.from(html),
      contentType: 'text/html; charset=utf-8',
      headers: { 'Content-Security-Policy': pagePolicy },
    };
  };
  const doc: RouteDoc = { summary: 'What this service is, and what to do next', returns: 'OperationOutcome' };
  return [
    {
      method: 'get',
      path: '/',
      scope: 'anybody',
      produces: 'page',
      handle: page,
      doc: { ...doc, summary: `${doc.summary}; for a browser the page for people` },
    },
    { method: 'get', path: '/fhir', scope: 'anybody', handle: welcome, doc },
    {
      method: 'get',
      path: '/page/:version/:file',
      scope: 'anybody',
      handle: ({ params }) => file(files(), params),
      doc: { summary: 'A file of the page for people', returns: 'text/javascript', refuses: ['404'] },
    },
  ];
}

function file({ version, files }: ReturnType<typeof pageFiles>, params: Readonly<Record<string, string>>) {
  const { file: name = '' } = params;
  const text = params.version === version ? files.get(name) : undefined;
  if (text === undefined) refuse('page-file-unknown');
  return {
    bytes: Buffer.from(text),
    contentType: typeOfFile(name),
    headers: { 'Cache-Control': 'public, max-age=31536000, immutable' },
  };
}

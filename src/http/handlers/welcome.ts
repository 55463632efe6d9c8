import { toOutcome } from '../../outcome/outcome.ts';
import { refuse } from '../../outcome/problem.ts';
import { once } from '../../questionnaire/once.ts';
import { type PageFiles, typeOfFile } from '../page/files.ts';
import { pageHeaders } from '../page/plain.ts';
import { type PageName, type Shell, shell } from '../page/shell.ts';
import type { Handler, Route, RouteDoc } from '../route.ts';
import { resourceAnswer } from '../route.ts';

/**
 * What whoever comes by the front door is told: a browser gets the page for people, any other client what this is, and
 * what to do next. `isRun`: there is something for those who run it to look at.
 */
export function welcomeRoutes(files: () => PageFiles, offers: Omit<Shell, 'page'>, isRun: boolean): readonly Route[] {
  const welcome: Handler = ({ language, base }) => {
    const values = { base, root: base.replace(/\/fhir$/, '') };
    return resourceAnswer(toOutcome([{ code: 'welcome', values }], language));
  };
  const page = (name: PageName): Handler => {
    const html = once(() => shell(name, { ...offers, page: files() }));
    return (incoming) => {
      if (!incoming.wantsPage) return welcome(incoming);
      const text = html();
      return {
        bytes: Buffer.from(text),
        packed: files().packed(text),
        contentType: 'text/html; charset=utf-8',
        headers: pageHeaders,
      };
    };
  };
  const doc: RouteDoc = { summary: 'What this service is, and what to do next', returns: 'OperationOutcome' };
  const driftRoute: Route = {
    method: 'get',
    path: '/drift',
    scope: 'anybody',
    produces: 'page',
    handle: page('drift'),
    doc: { ...doc, summary: `${doc.summary}; for a browser the page for those who run it` },
  };
  return [
    {
      method: 'get',
      path: '/',
      scope: 'anybody',
      produces: 'page',
      handle: page('form'),
      doc: { ...doc, summary: `${doc.summary}; for a browser the page for people` },
    },
    ...(isRun ? [driftRoute] : []),
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

function file({ version, files, packed }: PageFiles, params: Readonly<Record<string, string>>) {
  const { file: name = '' } = params;
  const text = params.version === version ? files.get(name) : undefined;
  if (text === undefined) refuse('page-file-unknown');
  return {
    bytes: Buffer.from(text),
    packed: packed(text),
    contentType: typeOfFile(name),
    headers: { 'Cache-Control': 'public, max-age=31536000, immutable' },
  };
}

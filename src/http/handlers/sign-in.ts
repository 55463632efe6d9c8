import { type Destination, destinations } from '../../access/people/destinations.ts';
import type { People } from '../../access/people/people.ts';
import type { Log } from '../../log.ts';
import { sentence } from '../../outcome/outcome.ts';
import { Refusal } from '../../outcome/problem.ts';
import type { Archive } from '../../work/keep/archive.ts';
import type { PageFiles } from '../page/files.ts';
import { pageHeaders, plainPage } from '../page/plain.ts';
import { refuseQuery } from '../query.ts';
import type { Answer, Incoming, Route } from '../route.ts';
import { jsonAnswer } from '../route.ts';
import { statusOf } from '../statuses.ts';

export interface SignInParts {
  readonly people: People;
  readonly log: Log;
}

/**
 * How people of the page sign in and out, and what the page asks of them. They are for browsers: programs show tokens,
 * keys or certificates.
 */
export function signInRoutes(
  { people, log }: SignInParts,
  files: () => PageFiles,
  audit?: Archive['audit'],
): readonly Route[] {
  const { sessions, forget } = people;
  const style = () => `/page/${files().version}/style.css`;
  const noted = (incoming: Incoming) => (reason: string) =>
    log('warn', 'sign-in', { requestId: incoming.requestId, reason });
  const told = (incoming: Incoming, act: 'sign-in' | 'sign-out', person: { client: string; user: string }) => {
    const [address] = incoming.address.split(' ', 1);
    const by = { kind: 'client', name: person.client, user: person.user, address } as const;
    return audit?.([{ act, by, correlation: incoming.requestId }]);
  };
  return [
    {
      method: 'get',
      path: '/sign-in',
      scope: 'anybody',
      query: ['to'],
      produces: 'page',
      handle: async (incoming) =>
        forBrowsers(incoming, { route: '/sign-in', style, forget }, async () => {
          const { address, cookie } = await people.begin(destinationOf(incoming));
          return { ...redirect(address), cookies: [cookie] };
        }),
    },
    {
      method: 'get',
      path: '/sign-in/callback',
      scope: 'anybody',
      anyQuery: true,
      produces: 'page',
      handle: async (incoming) =>
        forBrowsers(incoming, { route: '/sign-in/callback', style, forget }, async () => {
          const { person, to } = await people.finish(incoming.cookies, incoming.query, noted(incoming));
          await told(incoming, 'sign-in', person);
          const session = await sessions.begin(person);
          return { ...redirect(`${rootOf(incoming)}${paths[to]}`), cookies: [forget, session] };
        }),
    },
    {
      method: 'get',
      path: '/sign-in/done',
      scope: 'anybody',
      produces: 'page',
      handle: (incoming) => page(plainPage(doneText, `${rootOf(incoming)}${style()}`)),
    },
    {
      method: 'get',
      path: '/session',
      scope: 'anybody',
      handle: async ({ cookies }) => {
        const session = await sessions.read(cookies);
        if (session === undefined || session === 'expired') return jsonAnswer({ signedIn: false });
        const { name, token } = session;
        return { ...jsonAnswer({ signedIn: true, name, token }), cookies: [await sessions.renew(session)] };
      },
    },
    {
      method: 'post',
      path: '/sign-out',
      scope: 'known',
      handle: async (incoming) => {
        const session = await sessions.read(incoming.cookies);
        const known = session === 'expired' ? undefined : session;
        if (known !== undefined) await told(incoming, 'sign-out', known);
        // Signing out works also while the issuer is away.
        const next = await people.leave().catch(() => undefined);
        return { ...jsonAnswer({ next: next ?? `${rootOf(incoming)}/` }), cookies: [sessions.end(known)] };
      },
    },
  ];
}

const paths: Readonly<Record<Destination, string>> = { page: '/', drift: '/drift', window: '/sign-in/done' };

function destinationOf({ query }: Incoming): Destination {
  const to = query.get('to') ?? 'page';
  return destinations.find((one) => one === to) ?? refuseQuery('to', destinations.join(', '));
}

/** The address of the service, as browsers call it. */
function rootOf({ base }: Incoming): string {
  return base.replace(/\/fhir$/, '');
}

/** To another address, which the browser asks for anew. */
function redirect(address: string): Answer {
  return { status: 303, bytes: new Uint8Array(), contentType: 'text/plain', headers: { Location: address } };
}

function page(html: string, status = 200): Answer {
  return { status, bytes: Buffer.from(html), contentType: 'text/html; charset=utf-8', headers: pageHeaders };
}

/** A refusal as a page, for whoever sees one; a sign-in under way is over then. */
async function forBrowsers(
  incoming: Incoming,
  { route, style, forget }: { readonly route: string; readonly style: () => string; readonly forget: string },
  answer: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await answer();
  } catch (error) {
    const [problem] = error instanceof Refusal ? error.problems : [];
    if (problem === undefined || !incoming.wantsPage) throw error;
    const root = rootOf(incoming);
    const text = { da: sentence(problem, 'da'), en: sentence(problem, 'en') };
    const way = { to: `${root}/sign-in`, text: { da: 'Log ind', en: 'Sign in' } };
    const status = statusOf(problem.code);
    const denied = status === 403 ? { denied: [{ code: problem.code, route }] } : {};
    return {
      ...page(plainPage({ heading: failedText, text, way }, `${root}${style()}`), status),
      code: problem.code,
      cookies: [forget],
      ...denied,
    };
  }
}

const failedText = { da: 'Du er ikke logget ind', en: 'You are not signed in' };

const doneText = {
  heading: { da: 'Du er logget ind', en: 'You are signed in' },
  text: {
    da: 'Luk dette vindue, og gå videre, hvor du var.',
    en: 'Close this window, and go on where you were.',
  },
};

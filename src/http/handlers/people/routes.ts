import { granted } from '../../../access/scopes.ts';
import type { Archive } from '../../../work/keep/archive.ts';
import type { PageFiles } from '../../page/files.ts';
import { jsonAnswer, type Route } from '../../route.ts';
import { openReception, type PeopleParts, type Reception, rootOf } from './browser.ts';
import { launchRoutes } from './launch.ts';
import { signInRoutes } from './sign-in.ts';

/**
 * How people of the page come in and go out, and what the page asks of them. They are for browsers: programs show
 * tokens, keys or certificates.
 */
export function peopleRoutes(
  parts: PeopleParts,
  files: () => PageFiles,
  audit: Archive['audit'] | undefined,
): readonly Route[] {
  const { signIn, launches } = parts.people;
  const reception = openReception(parts, files, audit);
  return [
    ...(signIn === undefined ? [] : signInRoutes(signIn, reception)),
    ...(launches === undefined ? [] : launchRoutes(launches, reception)),
    ...sessionRoutes(reception),
  ];
}

function sessionRoutes({ people, told }: Reception): readonly Route[] {
  const { sessions, signIn, launches } = people;
  return [
    {
      method: 'get',
      path: '/session',
      scope: 'anybody',
      handle: async ({ cookies }) => {
        const session = await sessions.read(cookies);
        if (session === undefined || session === 'expired') return jsonAnswer({ signedIn: false });
        const { name, token, scopes } = session;
        const launched = launches?.has(cookies) === true;
        const operates = granted(scopes, true).may('operate.r');
        const now = { signedIn: true, name, token, launched, operates };
        return { ...jsonAnswer(now), cookies: [await sessions.renew(session)] };
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
        const next = await signIn?.leave().catch(() => undefined);
        return { ...jsonAnswer({ next: next ?? `${rootOf(incoming)}/` }), cookies: [await sessions.end(known)] };
      },
    },
  ];
}

import type { People } from '../../../access/people/people.ts';
import type { Person } from '../../../access/people/sessions.ts';
import type { Log } from '../../../log.ts';
import { sentence } from '../../../outcome/outcome.ts';
import { Refusal } from '../../../outcome/problem.ts';
import type { AuditEntry } from '../../../work/audit/entry.ts';
import type { Archive } from '../../../work/keep/archive.ts';
import type { PageFiles } from '../../page/files.ts';
import { type PlainPage, pageHeaders, plainPage } from '../../page/plain.ts';
import type { Answer, Incoming } from '../../route.ts';
import { statusOf } from '../../statuses.ts';

/** What the routes by which people come in and go out are made of. */
export interface PeopleParts {
  readonly people: People;
  readonly log: Log;
}

/** What they have in common. */
export interface Reception {
  readonly people: People;
  /** Writes down that somebody came in or went out, and with which citizen. */
  told(
    incoming: Incoming,
    act: 'sign-in' | 'sign-out',
    person: Person,
    citizens?: NonNullable<AuditEntry['citizens']>,
  ): Promise<void>;
  /** Tells the log why somebody was not let in. */
  refused(incoming: Incoming): (reason: string) => void;
  /** A page that says something. */
  page(incoming: Incoming, content: PlainPage, status?: number): Answer;
  /** An answer, or its refusal as a page, for whoever sees one; what was under way is over then. */
  orPage(incoming: Incoming, route: string, answer: () => Promise<Answer>): Promise<Answer>;
}

export function openReception(
  { people, log }: PeopleParts,
  files: () => PageFiles,
  audit: Archive['audit'] | undefined,
): Reception {
  const page: Reception['page'] = (incoming, content, status = 200) => {
    const html = plainPage(content, `${rootOf(incoming)}/page/${files().version}/style.css`);
    return { status, bytes: Buffer.from(html), contentType: 'text/html; charset=utf-8', headers: pageHeaders };
  };
  return {
    people,
    page,
    async told({ address: from, requestId: correlation }, act, { client: name, user, organizations }, citizens) {
      const [address] = from.split(' ', 1);
      const by = { kind: 'client', name, user, organizations, address } as const;
      await audit?.([{ act, by, correlation, citizens }]);
    },
    refused:
      ({ requestId }) =>
      (reason) =>
        log('warn', 'sign-in', { requestId, reason }),
    async orPage(incoming, route, answer) {
      try {
        return await answer();
      } catch (error) {
        const [problem] = error instanceof Refusal ? error.problems : [];
        if (problem === undefined || !incoming.wantsPage) throw error;
        const status = statusOf(problem.code);
        const text = { da: sentence(problem, 'da'), en: sentence(problem, 'en') };
        const way = { to: `${rootOf(incoming)}/sign-in`, text: signInText };
        const isAgain = people.signIn !== undefined && route.startsWith('/sign-in');
        return {
          ...page(incoming, { heading: failedText, text, ...(isAgain && { way }) }, status),
          code: problem.code,
          cookies: [people.forget],
          ...(status === 403 && { denied: [{ code: problem.code, route }] }),
        };
      }
    },
  };
}

/** The address of the service, as browsers call it. */
export function rootOf({ base }: Pick<Incoming, 'base'>): string {
  return base.replace(/\/fhir$/, '');
}

/** To another address, which the browser asks for anew. */
export function redirect(address: string, cookies: readonly string[]): Answer {
  return { status: 303, bytes: new Uint8Array(), contentType: 'text/plain', headers: { Location: address }, cookies };
}

const signInText = { da: 'Log ind', en: 'Sign in' };
const failedText = { da: 'Du er ikke logget ind', en: 'You are not signed in' };

import { type Destination, destinations } from '../../../access/people/destinations.ts';
import type { SignIn } from '../../../access/people/people.ts';
import { refuseQuery } from '../../query.ts';
import type { Incoming, Route } from '../../route.ts';
import { type Reception, redirect, rootOf } from './browser.ts';

/** How people sign in at the provider of their organisation. */
export function signInRoutes(signIn: SignIn, { people, told, refused, page, orPage }: Reception): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/sign-in',
      scope: 'anybody',
      query: ['to'],
      produces: 'page',
      handle: (incoming) =>
        orPage(incoming, '/sign-in', async () => {
          const { address, cookie } = await signIn.begin(destinationOf(incoming));
          return redirect(address, [cookie]);
        }),
    },
    {
      method: 'get',
      path: '/sign-in/callback',
      scope: 'anybody',
      anyQuery: true,
      produces: 'page',
      handle: (incoming) =>
        orPage(incoming, '/sign-in/callback', async () => {
          const { person, to } = await signIn.finish(incoming.cookies, incoming.query, refused(incoming));
          await told(incoming, 'sign-in', person);
          const session = await people.sessions.begin(person);
          return redirect(`${rootOf(incoming)}${paths[to]}`, [people.forget, session]);
        }),
    },
    {
      method: 'get',
      path: '/sign-in/done',
      scope: 'anybody',
      produces: 'page',
      handle: (incoming) => page(incoming, doneText),
    },
  ];
}

const paths: Readonly<Record<Destination, string>> = { page: '/', drift: '/drift', window: '/sign-in/done' };

function destinationOf({ query }: Incoming): Destination {
  const to = query.get('to') ?? 'page';
  return destinations.find((one) => one === to) ?? refuseQuery('to', destinations.join(', '));
}

const doneText = {
  heading: { da: 'Du er logget ind', en: 'You are signed in' },
  text: {
    da: 'Luk dette vindue, og gå videre, hvor du var.',
    en: 'Close this window, and go on where you were.',
  },
};

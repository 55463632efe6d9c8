import type { Launches } from '../../../access/people/launch.ts';
import type { Route } from '../../route.ts';
import { jsonAnswer } from '../../route.ts';
import { type Reception, redirect, rootOf } from './browser.ts';

/** How an EHR launches the page with its user and citizen (SMART App Launch 2). */
export function launchRoutes(launches: Launches, { people, told, refused, orPage }: Reception): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/launch',
      scope: 'anybody',
      anyQuery: true,
      produces: 'page',
      handle: (incoming) =>
        orPage(incoming, '/launch', async () => {
          const { address, cookie } = await launches.begin(incoming.query);
          return redirect(address, [cookie]);
        }),
    },
    {
      method: 'get',
      path: '/launch/callback',
      scope: 'anybody',
      anyQuery: true,
      produces: 'page',
      handle: (incoming) =>
        orPage(incoming, '/launch/callback', async () => {
          const { person, brought, cookie } = await launches.finish(
            incoming.cookies,
            incoming.query,
            refused(incoming),
          );
          const number = brought.citizen?.number;
          await told(incoming, 'sign-in', person, number === undefined ? undefined : [number]);
          const session = await people.sessions.begin(person);
          return redirect(`${rootOf(incoming)}/`, [people.forget, session, cookie]);
        }),
    },
    {
      method: 'post',
      path: '/launch/brought',
      scope: 'known',
      handle: async ({ cookies }) => {
        const { brought, forget } = await launches.take(cookies);
        return { ...jsonAnswer(brought ?? {}), cookies: [forget] };
      },
    },
  ];
}

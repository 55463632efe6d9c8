import type { Operators } from '../../../outbox/operators.ts';
import type { Archive } from '../../../work/keep/archive.ts';
import type { Route } from '../../route.ts';
import { changeDeliveries } from './change.ts';
import { listDeliveries, openDelivery } from './deliveries.ts';
import { changeDoc, deliveriesDoc, deliveryDoc, lettersDoc, overviewDoc } from './docs.ts';
import { listLetters } from './letters.ts';
import { overview } from './overview.ts';

/** What those who run the service see and do over HTTP; the page at `/drift` shows it. */
export function operatorRoutes(operators: Operators, archive: Archive): readonly Route[] {
  const deliveries = '/drift/deliveries';
  return [
    { method: 'get', path: '/drift/overview', scope: ['operate.r'], handle: overview(operators), doc: overviewDoc },
    {
      method: 'get',
      path: deliveries,
      scope: ['operate.r'],
      query: deliveriesDoc.parameters.map(({ name }) => name),
      handle: listDeliveries(operators),
      doc: deliveriesDoc,
    },
    {
      method: 'get',
      path: `${deliveries}/:id`,
      scope: ['operate.r'],
      handle: openDelivery(operators, archive),
      doc: deliveryDoc,
    },
    ...(['retry', 'skip'] as const).map(
      (deed): Route => ({
        method: 'post',
        path: `${deliveries}/${deed}`,
        scope: ['operate.u'],
        body: 'json',
        handle: changeDeliveries(operators, deed),
        doc: changeDoc(deed),
      }),
    ),
    {
      method: 'get',
      path: '/drift/letters',
      scope: ['operate.r'],
      query: lettersDoc.parameters.map(({ name }) => name),
      handle: listLetters(operators),
      doc: lettersDoc,
    },
  ];
}

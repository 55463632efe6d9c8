import type { Bundle, Observation } from 'fhir/r4.js';
import type { CitizenKey } from '../../../work/keep/records.ts';
import type { Ports } from '../../../work/ports.ts';
import { readLevels } from '../../../work/read-levels.ts';
import { disclosed } from '../../disclosure.ts';
import { type Route, resourceAnswer } from '../../route.ts';
import { readDoc } from './docs.ts';
import { mostBytes } from './size.ts';

/** `POST /medcom/read`: the levels in a letter, or in the attachment of one, as FHIR. */
export function readRoute(ports: Ports): Route {
  return {
    method: 'post',
    path: '/medcom/read',
    scope: ['medcom.r'],
    body: 'letter',
    bodyBytes: mostBytes,
    handle: async ({ body }) => {
      const bundle = await readLevels(ports, body);
      return { ...resourceAnswer(bundle), discloses: disclosed('letter-read', { type: 'letter' }, citizensIn(bundle)) };
    },
    doc: readDoc,
  };
}

/** Whom the levels of a letter are about. */
function citizensIn({ entry = [] }: Bundle): readonly CitizenKey[] {
  return entry.flatMap(({ resource }) => {
    if (resource?.resourceType !== 'Observation') return [];
    const { system, value } = (resource as Observation).subject?.identifier ?? {};
    return system === undefined || value === undefined ? [] : [{ system, value }];
  });
}

import type { Bundle, Observation } from 'fhir/r4.js';
import { letterLimits } from '../../../medcom/xml/parse.ts';
import type { CitizenKey } from '../../../work/keep/records.ts';
import type { Ports } from '../../../work/ports.ts';
import { readLevels } from '../../../work/read-levels.ts';
import { disclosed } from '../../disclosure.ts';
import { type Route, resourceAnswer } from '../../route.ts';
import { createSlots } from '../../slots.ts';
import { readDoc } from './docs.ts';

/**
 * Room for the attachment (XBIN) with a PDF of the level, which has some 100,000 bytes; the largest ones are for
 * `niveau read`.
 */
const mostBytes = 10_485_760;

/** What is larger than a letter takes much memory while it is read. */
const largeAtOnce = 2;

/** `POST /medcom/read`: the levels in a letter, or in the attachment of one, as FHIR. */
export function readRoute(ports: Ports): Route {
  const large = createSlots(largeAtOnce);
  return {
    method: 'post',
    path: '/medcom/read',
    scope: ['medcom.r'],
    body: 'letter',
    bodyBytes: mostBytes,
    handle: async ({ body }) => {
      const read = () => readLevels(ports, body);
      const bundle = await (body.length > letterLimits.bytes ? large('', read) : read());
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

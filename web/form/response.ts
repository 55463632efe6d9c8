import type { QuestionnaireResponse } from 'fhir/r4.js';
import type { Assessment } from '../../src/scoring/types.ts';
import type { Form } from '../model.ts';
import type { State } from '../state.ts';
import { citizenIdentifier } from './citizen-number.ts';
import { answeredItems } from './items.ts';
import { isOtherLevels } from './live.ts';

/** The response that the page's answers make. It gets an identity of its own, so that it can be amended. */
export function responseOf(
  state: Pick<State, 'given' | 'number' | 'name' | 'author' | 'kept'>,
  form: Form,
  live: Assessment,
  authored: string,
): QuestionnaireResponse {
  const { questionnaire } = form;
  const { given, number, name, author, kept } = state;
  const display = name.trim();
  return {
    resourceType: 'QuestionnaireResponse',
    language: 'da',
    identifier: kept?.identifier ?? { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${randomUuid()}` },
    questionnaire: `${questionnaire.url}|${questionnaire.version}`,
    status: kept?.finished === true ? 'amended' : 'completed',
    subject: {
      type: 'Patient',
      identifier: citizenIdentifier(number),
      ...(display === '' ? {} : { display }),
    },
    authored,
    author: { type: 'Practitioner', display: author.trim() },
    item: [...answeredItems(questionnaire.item, given, isOtherLevels(form, live))],
  };
}

/** RFC 9562, version 4. `crypto.randomUUID` is there over https alone. */
function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

import type { HumanName, Organization } from 'fhir/r4.js';
import { systems } from '../../model/systems.ts';
import { refuse } from '../../outcome/problem.ts';
import type { SystemNumber } from '../../scoring/people.ts';
import type { Citizen, Professional } from '../../scoring/types.ts';
import { oneLine } from '../new-letter/one-line.ts';
import { readParty } from '../new-letter/party.ts';
import { patientNames } from '../new-letter/patient.ts';

/** An organisation as a message names it: with GLN and SOR. */
export interface MessageOrganization {
  readonly gln: string;
  readonly sor: string;
  readonly name: string | undefined;
}

/** Errors: those of `readParty`; message-sor-missing. */
export function messageOrganization(side: 'sender' | 'receiver', organization: Organization): MessageOrganization {
  const { gln, number } = readParty(side, organization);
  if (number.kind !== 'sor') {
    refuse('message-sor-missing', { place: { option: side, path: 'Organization.identifier' }, values: { side } });
  }
  const name = typeof organization.name === 'string' ? oneLine(organization.name) : '';
  return { gln, sor: number.value, name: name === '' ? undefined : name };
}

// dk-core 3.4.0, x-ecpr and d-ecpr: a day, a year, what gave the number, two letters and a digit.
const day = '(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])\\d\\d';
const xEcprForm = new RegExp(`^${day}[17][A-Z]{2}\\d$`);
const dEcprForm = new RegExp(`^${day}[056][A-Z]{2}\\d$`);

/**
 * The citizen's numbers: one of each kind, as MedCom's Patient has them. Error: message-number-form for a replacement
 * number of another form than the kind has, which every receiver would refuse.
 */
export function citizenNumbers({ identifiers }: Citizen): Citizen['identifiers'] {
  const kindOf = (system: string) => (system.startsWith(systems.dEcpr) ? systems.dEcpr : system);
  const numbers = [...new Map(identifiers.toReversed().map((one) => [kindOf(one.system), one])).values()].reverse();
  const isWrong = ({ system, value }: SystemNumber) =>
    system !== systems.cpr && !(system === systems.xEcpr ? xEcprForm : dEcprForm).test(value);
  if (numbers.some(isWrong)) refuse('message-number-form', { place: 'QuestionnaireResponse.subject' });
  return numbers;
}

/** Errors: those of `patientNames`. */
export function patientName(citizen: Citizen, option: string | undefined): HumanName {
  const { PersonSurnameName: family, PersonGivenName: given } = patientNames(citizen, option);
  return { use: 'official', ...nameOf(String(given ?? ''), String(family)) };
}

/**
 * Who writes: the option "Given|Family", else the response's author, whose last word is the family name. Errors:
 * letter-option-form, message-author.
 */
export function authorName(professional: Professional | undefined, option: string | undefined): HumanName {
  if (option !== undefined) {
    const [given = '', family = '', ...rest] = option.split('|').map(oneLine);
    if (family === '' || rest.length > 0) {
      const values = { form: 'Fornavn|Efternavn', formEn: 'Given|Family' };
      refuse('letter-option-form', { place: { option: 'author' }, values });
    }
    return nameOf(given, family);
  }
  const display = oneLine(professional?.display ?? '');
  if (display === '') refuse('message-author', { place: { option: 'author' } });
  const words = display.split(' ');
  return { text: display, ...nameOf(words.slice(0, -1).join(' '), words.at(-1) ?? '') };
}

function nameOf(given: string, family: string): HumanName {
  return { family, ...(given === '' ? {} : { given: [given] }) };
}

/** Whom the receiver can call: digits, with a plus in front or not (medcom-core-contact). Error: message-phone. */
export function phoneNumber(option: string | undefined, { telecom }: Organization): string {
  const own = Array.isArray(telecom) ? telecom.find((one) => one?.system === 'phone' && one.use !== 'old') : undefined;
  const number = (option ?? own?.value ?? '').replace(/[ .()-]/g, '');
  if (!/^\+?\d{3,20}$/.test(number)) refuse('message-phone', { place: { option: 'phone' } });
  return number;
}

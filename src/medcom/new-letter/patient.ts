import { refuse } from '../../outcome/problem.ts';
import type { Citizen } from '../../scoring/types.ts';
import type { Values } from '../message/values.ts';
import { oneLine } from './one-line.ts';

/**
 * Surname and given name (LETTERS.md, b): the option "Given|Family", else family and given of a contained Patient, else
 * the last word of `subject.display` and what stands before it.
 * Errors: `letter-patient-name` when there is none, `letter-option-form` for an option of another form, both at the
 * option `patientName`.
 */
export function patientNames(citizen: Citizen, option: string | undefined): Values {
  if (option !== undefined) return fromOption(option);
  const family = oneLine(citizen.family ?? '');
  const given = oneLine(citizen.given ?? '');
  if (family !== '') return names(family, given);
  const words = oneLine(citizen.display ?? '').split(' ');
  const last = words.at(-1) ?? '';
  // A display made of a given name alone would make it the surname, and so would the last word of "Berggren, Nancy
  // Ann".
  if (last === '' || given !== '' || words.some((word) => word.includes(',')))
    refuse('letter-patient-name', { place: { option: 'patientName' } });
  return names(last, words.slice(0, -1).join(' '));
}

function fromOption(option: string): Values {
  const [given = '', family = '', ...rest] = option.split('|').map(oneLine);
  if (family === '' || rest.length > 0) {
    const values = { form: 'Fornavn|Efternavn', formEn: 'Given|Family' };
    refuse('letter-option-form', { place: { option: 'patientName' }, values });
  }
  return names(family, given);
}

function names(family: string, given: string): Values {
  return { PersonSurnameName: family, ...(given === '' ? {} : { PersonGivenName: given }) };
}

import type { HumanName, Patient } from 'fhir/r4.js';
import { citizenSystem } from '../../intake/citizen-system.ts';
import { chosenName, shownName } from '../../intake/person-name.ts';
import { systems } from '../../model/systems.ts';
import type { CitizenNames, CitizenNumber } from '../message/citizen-number.ts';
import { isText } from './elements.ts';

/** The name of a message's Patient, and the system of their number. */
export function namesOf(patient: Patient, citizen: CitizenNumber): CitizenNames {
  return { citizenName: shownName(chosenName(patient.name?.map(inForm))), citizenSystem: systemOf(patient, citizen) };
}

/** Of a name what has its form: a message is not refused for the rest, which says nothing of whom it is about. */
function inForm(name: HumanName): HumanName {
  const { use, text, family, given }: { readonly [part in keyof HumanName]: unknown } = name;
  return {
    ...(use === 'official' && { use }),
    ...(isText(text) && { text }),
    ...(isText(family) && { family }),
    given: Array.isArray(given) ? given.filter(isText) : [],
  };
}

/** The system of a citizen's replacement number: the national one before a region's; undefined where it is open. */
function systemOf({ identifier = [] }: Patient, { kind, value }: CitizenNumber): string | undefined {
  if (kind === 'cpr') return undefined;
  const found = new Set(
    identifier.flatMap((one) =>
      one.value === value && one.use !== 'old' ? (citizenSystem(one.system ?? '') ?? []) : [],
    ),
  );
  if (found.has(systems.xEcpr)) return systems.xEcpr;
  return found.size === 1 ? [...found][0] : undefined;
}

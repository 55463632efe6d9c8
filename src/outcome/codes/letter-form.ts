import { entries } from './entry.ts';

const seeTable = {
  da: 'Ret elementet, så det følger MedComs standard for brevet.',
  en: 'Mend the element so that it follows MedCom’s standard for the letter.',
};

/** Where a letter differs from its table. */
export const letterFormCodes = entries({
  'letter-element-missing': {
    severity: 'error',
    type: 'required',
    da: 'Elementet {element} mangler i brevet.',
    en: 'The element {element} is missing from the letter.',
    mend: seeTable,
  },
  'letter-element-unexpected': {
    severity: 'error',
    type: 'structure',
    da: 'Der står et element, som ikke hører til her, står for mange gange eller i forkert rækkefølge.',
    en: 'There is an element that does not belong here, stands too often or out of order.',
    mend: seeTable,
  },
  'letter-attribute-unexpected': {
    severity: 'error',
    type: 'structure',
    da: 'Elementet har en attribut, og det har intet element i MedComs breve.',
    en: 'The element has an attribute, which no element of MedCom’s letters has.',
    mend: { da: 'Fjern attributten.', en: 'Remove the attribute.' },
  },
  'letter-text-unexpected': {
    severity: 'error',
    type: 'structure',
    da: 'Der står tekst, hvor brevet kun må have elementer.',
    en: 'There is text where the letter may only have elements.',
    mend: seeTable,
  },
  'letter-text-length': {
    severity: 'error',
    type: 'value',
    da: '{element} har {length} tegn; der skal være {least} til {most}.',
    en: '{element} has {length} characters; it must have {least} to {most}.',
    mend: { da: 'Skriv en tekst af den længde.', en: 'Write a text of that length.' },
  },
  'letter-code-unknown': {
    severity: 'error',
    type: 'code-invalid',
    da: '{element} har en kode, som ikke findes i MedComs liste.',
    en: '{element} has a code that is not in MedCom’s list.',
    mend: { da: 'Brug en af {codes}.', en: 'Use one of {codes}.' },
  },
  'letter-value-form': {
    severity: 'error',
    type: 'value',
    da: '{element} har en forkert form.',
    en: '{element} has a wrong form.',
    mend: { da: 'Skriv det som {form}.', en: 'Write it as {formEn}.' },
  },
});

import { entries } from './entry.ts';

/** What a whole new letter needs that the response does not give. */
export const newLetterCodes = entries({
  'letter-referrer': {
    severity: 'error',
    type: 'required',
    da: 'En henvisning skal have navnet på den, der henviser, på højst {most} tegn, og svaret giver det ikke.',
    en: 'A referral must have the name of the person who refers, of at most {most} characters, and the response does not give it.',
    mend: {
      da: 'Sæt author.display, eller giv navnet med {option:referrer}.',
      en: 'Set author.display, or give the name by {option:referrer}.',
    },
  },
  'letter-department': {
    severity: 'error',
    type: 'required',
    da: 'En kommunehenvisning med kategori skal have den afdeling, som den er til.',
    en: 'A municipality referral with a category must have the department that it is for.',
    mend: { da: 'Giv den med {option:department}.', en: 'Give it by {option:department}.' },
  },
  'letter-option-unused': {
    severity: 'error',
    type: 'not-supported',
    da: '{type} har ikke noget sted til den oplysning.',
    en: '{type} has no place for that.',
    mend: { da: 'Udelad indstillingen.', en: 'Leave the option out.' },
  },
});

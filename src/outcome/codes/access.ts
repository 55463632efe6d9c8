import { entries } from './entry.ts';

/** Who is calling, and what it may do. */
export const accessCodes = entries({
  unauthenticated: {
    severity: 'error',
    type: 'login',
    da: 'Kalderen har ikke vist, hvem den er.',
    en: 'The caller has not shown who it is.',
    mend: {
      da: 'Send et gyldigt token eller en nøgle i Authorization: Bearer.',
      en: 'Send a valid token or key in Authorization: Bearer.',
    },
  },
  'scope-missing': {
    severity: 'error',
    type: 'forbidden',
    da: 'Kalderen må ikke dette: den mangler {scope}.',
    en: 'The caller may not do this: it lacks {scope}.',
    mend: {
      da: 'Bed den, der giver klienten adgang, om det.',
      en: 'Ask whoever gives the client its access for that.',
    },
  },
});

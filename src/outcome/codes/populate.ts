import { entries } from './entry.ts';

/** What `$populate` says of the form that it begins, and what it refuses. */
export const populateCodes = entries({
  'populate-from': {
    severity: 'information',
    type: 'informational',
    da: 'Skemaet begynder fra vurderingen den {day}.',
    en: 'The form begins from the assessment of {dayEn}.',
    mend: {
      da: 'Se hver faktor efter; niveau, inddragelse, aftale, beslutninger og datoer udfyldes på ny.',
      en: 'Look at each factor; level, participation, agreement, decisions and dates are filled in anew.',
    },
  },
  'populate-none': {
    severity: 'information',
    type: 'informational',
    da: 'Der er ingen tidligere vurdering at begynde fra.',
    en: 'There is no earlier assessment to begin from.',
    mend: {
      da: 'Udfyld skemaet fra begyndelsen, eller send local=true eller previous.',
      en: 'Fill in the form from the beginning, or send local=true or previous.',
    },
  },
  'populate-left': {
    severity: 'warning',
    type: 'processing',
    da: '{count} tidligere svar er ikke taget med: skemaet har ikke de muligheder mere.',
    en: '{count} earlier answers are not taken along: the form no longer has those options.',
    mend: { da: 'Svar på ny på de spørgsmål, der er tomme.', en: 'Answer the questions that are empty anew.' },
  },
  'populate-ignored': {
    severity: 'information',
    type: 'not-supported',
    da: 'Disse parametre blev ikke brugt: {names}.',
    en: 'These parameters were not used: {names}.',
    mend: {
      da: 'Send det tidligere svar som previous, eller lad tjenesten finde det med local=true.',
      en: 'Send the earlier response as previous, or let the service find it by local=true.',
    },
  },
  'populate-previous': {
    severity: 'error',
    type: 'business-rule',
    da: 'Det tidligere svar er ikke et færdigt svar på dette skema.',
    en: 'The earlier response is not a finished response to this form.',
    mend: {
      da: 'Send et svar på samme spørgeskema med status completed eller amended.',
      en: 'Send a response to the same Questionnaire with status completed or amended.',
    },
  },
  'populate-citizen': {
    severity: 'error',
    type: 'business-rule',
    da: 'Det tidligere svar handler ikke om den samme borger.',
    en: 'The earlier response is not about the same citizen.',
    mend: {
      da: 'Send subject og previous for den samme borger, hver med nummeret.',
      en: 'Send subject and previous of the same citizen, each with the number.',
    },
  },
});

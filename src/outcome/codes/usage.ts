import { entries } from './entry.ts';

const seeHelp = {
  da: 'Kommandoens {option:help} viser, hvad den tager.',
  en: 'The command’s {option:help} shows what it takes.',
};

/** How a command was called otherwise than it takes to be called. What was typed is never repeated. */
export const usageCodes = entries({
  'usage-command-unknown': {
    severity: 'error',
    type: 'not-found',
    da: 'Den kommando findes ikke{hint}.',
    en: 'There is no such command{hintEn}.',
    mend: { da: 'niveau {option:help} viser dem, der er.', en: 'niveau {option:help} shows those that there are.' },
  },
  'usage-option-unknown': {
    severity: 'error',
    type: 'not-found',
    da: 'Kommandoen har ikke et valg af det navn{hint}.',
    en: 'The command has no option of that name{hintEn}.',
    mend: seeHelp,
  },
  'usage-option-missing': {
    severity: 'error',
    type: 'required',
    da: 'Kommandoen mangler {name}.',
    en: 'The command lacks {name}.',
    mend: seeHelp,
  },
  'usage-option-empty': {
    severity: 'error',
    type: 'required',
    da: 'Valget {name} mangler sin værdi.',
    en: 'The option {name} lacks its value.',
    mend: seeHelp,
  },
  'usage-option-twice': {
    severity: 'error',
    type: 'business-rule',
    da: '{name} er givet to gange, men har kun én værdi.',
    en: '{name} is given twice, but has one value alone.',
    mend: { da: 'Giv det én gang.', en: 'Give it once.' },
  },
  'usage-option-alone': {
    severity: 'error',
    type: 'business-rule',
    da: '{name} siger intet uden {other}.',
    en: '{name} says nothing without {other}.',
    mend: { da: 'Giv begge eller ingen af dem.', en: 'Give both or neither of them.' },
  },
  'usage-input-twice': {
    severity: 'error',
    type: 'business-rule',
    da: 'Standard input (-) er nævnt to gange, men kan kun læses én gang.',
    en: 'Standard input (-) is named twice, but can be read only once.',
    mend: { da: 'Giv det ene som en fil.', en: 'Give one of them as a file.' },
  },
  'usage-argument-missing': {
    severity: 'error',
    type: 'required',
    da: 'Kommandoen mangler {name}.',
    en: 'The command lacks {name}.',
    mend: seeHelp,
  },
  'usage-arguments-many': {
    severity: 'error',
    type: 'structure',
    da: 'Der står mere, end kommandoen tager.',
    en: 'There is more than the command takes.',
    mend: {
      da: 'Sæt anførselstegn om stier og tekster med mellemrum.',
      en: 'Put quotes around paths and texts with blanks.',
    },
  },
  'usage-value': {
    severity: 'error',
    type: 'value',
    da: '{name} har ikke en værdi, der kan bruges.',
    en: '{name} has no value that can be used.',
    mend: { da: 'Skriv {form}.', en: 'Write {formEn}.' },
  },
});

import { entries } from './entry.ts';

/** What can be wrong with the file of routes (NIVEAU_ROUTES). The service does not start with any of it. */
export const routesCodes = entries({
  'routes-file': {
    severity: 'error',
    type: 'not-found',
    da: 'Filen med ruter (NIVEAU_ROUTES) kan ikke læses.',
    en: 'The file of routes (NIVEAU_ROUTES) cannot be read.',
    mend: { da: 'Ret stien og rettighederne.', en: 'Mend the path and the rights.' },
  },
  'routes-form': {
    severity: 'error',
    type: 'structure',
    da: 'Filen med ruter, linje {line}: {field} er ikke, som den skal være: {expected}.',
    en: 'The file of routes, line {line}: {field} is not as it has to be: {expectedEn}.',
    mend: {
      da: 'Formen står i docs/routes.schema.json; prøv igen med niveau routes check.',
      en: 'The form is in docs/routes.schema.json; try again by niveau routes check.',
    },
  },
  'route-nowhere': {
    severity: 'error',
    type: 'not-found',
    da: 'Filen med ruter, linje {line}: {field} fører ingen steder hen; der er ingen modtager af det navn.',
    en: 'The file of routes, line {line}: {field} leads nowhere; there is no destination of that name.',
    mend: { da: 'Brug en af: {known}.', en: 'Use one of: {known}.' },
  },
  'route-organization-unknown': {
    severity: 'error',
    type: 'not-found',
    da: 'Filen med ruter, linje {line}: {field} er ikke navnet på en organisation i filen.',
    en: 'The file of routes, line {line}: {field} is not the name of an organisation in the file.',
    mend: { da: 'Brug en af: {known}.', en: 'Use one of: {known}.' },
  },
  'route-code-unknown': {
    severity: 'error',
    type: 'code-invalid',
    da: 'Filen med ruter, linje {line}: {field} er ikke en kode, som modellen har.',
    en: 'The file of routes, line {line}: {field} is no code that the model has.',
    mend: { da: 'Brug en af: {known}.', en: 'Use one of: {known}.' },
  },
  'route-form-kind': {
    severity: 'error',
    type: 'business-rule',
    da: 'Filen med ruter, linje {line}: {field} er en form, som den modtager ikke tager.',
    en: 'The file of routes, line {line}: {field} is a form that the destination does not take.',
    mend: { da: 'Den tager: {known}.', en: 'It takes: {known}.' },
  },
  'route-receiver': {
    severity: 'error',
    type: 'required',
    da: 'Filen med ruter, linje {line}: {field} er et brev og skal have enten receiver eller byParty; andre former har ingen af dem.',
    en: 'The file of routes, line {line}: {field} is a letter, which has either receiver or byParty; other forms have neither.',
    mend: {
      da: 'Nævn en organisation, eller brug byParty med tabellen parties.',
      en: 'Name an organisation, or use byParty with the table of parties.',
    },
  },
  'route-sender-missing': {
    severity: 'error',
    type: 'required',
    da: 'Filen med ruter har breve, men ingen afsender (sender).',
    en: 'The file of routes has letters, and no sender.',
    mend: {
      da: 'Sæt sender til navnet på en organisation i filen.',
      en: 'Set sender to the name of an organisation in the file.',
    },
  },
  'route-organization-message': {
    severity: 'error',
    type: 'value',
    da: 'Filen med ruter, linje {line}: {field} kan ikke være part i en MedCom FHIR-meddelelse: den skal have SOR-nummer og lokationsnummer, og afsenderen et telefonnummer (telecom).',
    en: 'The file of routes, line {line}: {field} cannot be a party of a MedCom FHIR message: it must have a SOR number and a GLN, and the sender a telephone number (telecom).',
    mend: { da: 'Giv organisationen det, der mangler.', en: 'Give the organization what it lacks.' },
  },
  'route-organization-wrong': {
    severity: 'error',
    type: 'value',
    da: 'Filen med ruter, linje {line}: {field} kan hverken sende eller modtage breve.',
    en: 'The file of routes, line {line}: {field} can neither send nor receive letters.',
    mend: {
      da: 'Giv den et GLN, der passer med sit kontrolciffer, og en afsender et navn på højst 35 tegn.',
      en: 'Give it a GLN that agrees with its check digit, and a sender a name of at most 35 characters.',
    },
  },
  'route-name-twice': {
    severity: 'error',
    type: 'duplicate',
    da: 'Filen med ruter, linje {line}: navnet {field} er brugt to gange.',
    en: 'The file of routes, line {line}: the name {field} is used twice.',
    mend: {
      da: 'Giv hver rute og hver modtager sit eget navn; fhir og folder er miljøvariablernes.',
      en: 'Give each route and each destination a name of its own; fhir and folder are those of the environment.',
    },
  },
  'route-name-number': {
    severity: 'error',
    type: 'value',
    da: 'Filen med ruter, linje {line}: et navn ({field}) kan være et CPR-nummer. Navne på ruter, modtagere og organisationer står i log og målinger.',
    en: 'The file of routes, line {line}: a name ({field}) may be a CPR number. Names of routes, destinations and organisations stand in the log and in metrics.',
    mend: { da: 'Giv den et navn uden CPR-nummer.', en: 'Give it a name without a CPR number.' },
  },
  'route-destination': {
    severity: 'error',
    type: 'value',
    da: 'Filen med ruter, linje {line}: {field} kan ikke bruges.',
    en: 'The file of routes, line {line}: {field} cannot be used.',
    mend: {
      da: 'Adresser er http(s) og https, når der er en hemmelighed med; mapper kan skrives i, og filer læses.',
      en: 'Addresses are http(s), and https where a secret goes along; folders can be written to, and files read.',
    },
  },
  'routes-none': {
    severity: 'error',
    type: 'required',
    da: 'Der er ingen ruter: hverken NIVEAU_ROUTES eller en modtager er sat.',
    en: 'There are no routes: neither NIVEAU_ROUTES nor a destination is set.',
    mend: {
      da: 'Sæt NIVEAU_ROUTES til en fil med ruter, som tjenesten har den.',
      en: 'Set NIVEAU_ROUTES to a file of routes, as the service has it.',
    },
  },
});

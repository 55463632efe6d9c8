import type { Text } from '../src/model/types.ts';

/** Every text of the page that is not the model's own, in both languages. `{name}` stands for a value. */
export const words = {
  // The page
  product: { da: 'Niveau', en: 'Niveau' },
  skip: { da: 'Til indholdet', en: 'Skip to content' },
  otherLanguage: { da: 'English', en: 'Dansk' },
  heading: { da: 'Samarbejdsniveau', en: 'Level of collaboration' },
  intro: {
    da: 'Vurdér, hvor belastet borgeren er, faktor for faktor. Siden foreslår et samarbejdsniveau og viser, hvad parterne anbefales at gøre. Fagpersonen vurderer, og parterne aftaler.',
    en: 'Rate how burdened the citizen is, factor by factor. The page suggests a level of collaboration and shows what the parties are recommended to do. The professional assesses, and the parties agree.',
  },
  unreachable: {
    da: 'Tjenesten svarer ikke. Det, du har udfyldt, står her endnu: prøv igen om lidt.',
    en: 'The service does not answer. What you have filled in is still here: try again in a moment.',
  },
  // Who it is about
  who: { da: 'Hvem og hvad', en: 'Who and what' },
  variant: { da: 'Model', en: 'Model' },
  citizenNumber: { da: 'CPR-nummer', en: 'CPR number' },
  citizenHint: { da: 'Ti cifre, eller et erstatnings-CPR.', en: 'Ten digits, or a replacement number.' },
  cprRight: { da: 'CPR-nummer', en: 'CPR number' },
  cprReplacement: {
    da: 'Læses som erstatnings-CPR (X-eCPR).',
    en: 'Read as a replacement number (X-eCPR).',
  },
  cprShort: { da: '{count} af 10 cifre', en: '{count} of 10 digits' },
  cprWrong: {
    da: 'Det kan ikke være et CPR-nummer: det begynder ikke med en dato, eller det har ikke ti cifre.',
    en: 'This cannot be a CPR number: it does not begin with a date, or does not have ten digits.',
  },
  citizenName: { da: 'Borgerens navn', en: "The citizen's name" },
  professionalName: { da: 'Fagperson', en: 'Professional' },
  professionalHint: { da: 'Den, der vurderer: navn, og gerne rolle.', en: 'Who assesses: name, and role if you like.' },
  optional: { da: 'kan udelades', en: 'optional' },
  needed: { da: 'skal udfyldes', en: 'required' },
  // The form
  factors: { da: 'Faktorer', en: 'Factors' },
  factorsRated: { da: '{rated} af {count} vurderet', en: '{rated} of {count} rated' },
  level: { da: 'Fagpersonens vurdering', en: "The professional's assessment" },
  levelHint: {
    da: 'Niveauet er fagpersonens. At afvige fra forslaget er i orden; det skal begrundes.',
    en: "The level is the professional's. To deviate from the suggestion is fine; it needs a reason.",
  },
  deviates: {
    da: 'Niveau {level} ligger uden for forslaget ({suggested}): skriv hvorfor.',
    en: 'Level {level} lies outside the suggestion ({suggested}): write why.',
  },
  suggestedHere: { da: 'forslag', en: 'suggested' },
  participation: { da: 'Inddragelse', en: 'Involvement' },
  agreement: { da: 'Aftale', en: 'Agreement' },
  agreementHint: {
    da: 'Udfyldes, når parterne har aftalt niveauet. Det aftalte gælder frem for det vurderede.',
    en: 'Filled in once the parties have agreed on the level. What is agreed counts before what is assessed.',
  },
  actions: { da: 'Handlinger på niveau {level}', en: 'Actions of level {level}' },
  actionsHint: {
    da: 'Forslag til samarbejdet. De bestiller ingen ydelser hos andre parter.',
    en: "Proposals for the collaboration. They order no other party's services.",
  },
  coordination: { da: 'Koordinering', en: 'Coordination' },
  rest: { da: 'Videre forløb', en: 'What follows' },
  clear: { da: 'Fjern svaret', en: 'Clear the answer' },
  cannotAnswer: { da: 'Kan ikke udfyldes på denne side.', en: 'Cannot be filled in on this page.' },
  // The level as it stands
  standing: { da: 'Lige nu', en: 'Right now' },
  noneYet: { da: 'Vurdér faktorerne: forslaget kommer her.', en: 'Rate the factors: the suggestion appears here.' },
  levelNumber: { da: 'Niveau {level}', en: 'Level {level}' },
  interval: { da: 'Niveau {low} til {high}', en: 'Level {low} to {high}' },
  basisSuggested: { da: 'forslag', en: 'suggested' },
  basisAssessed: { da: 'vurderet', en: 'assessed' },
  basisAgreed: { da: 'aftalt', en: 'agreed' },
  suggestion: { da: 'Forslag', en: 'Suggestion' },
  score: { da: 'Score', en: 'Score' },
  scoreOf: { da: '{score} af {maximum}', en: '{score} of {maximum}' },
  noScore: { da: 'når alle er vurderet', en: 'once all are rated' },
  finish: { da: 'Se resultatet', en: 'See the result' },
  working: { da: 'Arbejder …', en: 'Working …' },
  // Errors
  errorsOne: { da: 'Ét sted skal rettes', en: 'One place needs mending' },
  errorsMany: { da: '{count} steder skal rettes', en: '{count} places need mending' },
  missingVariant: { da: 'Vælg en model.', en: 'Choose a model.' },
  missingNumber: { da: 'Skriv borgerens CPR-nummer.', en: "Write the citizen's CPR number." },
  missingProfessional: { da: 'Skriv, hvem der vurderer.', en: 'Write who assesses.' },
  // The result
  result: { da: 'Resultat', en: 'Result' },
  back: { da: 'Tilbage til skemaet', en: 'Back to the form' },
  another: { da: 'Ny borger', en: 'New citizen' },
  notKept: {
    da: 'Skemaet er ikke gemt: hent PDF’en, eller sæt niveauet i et brev, før siden lukkes.',
    en: 'The form is not kept: download the PDF, or put the level into a letter, before you close the page.',
  },
  resultSuggested: {
    da: 'Reglen foreslår samarbejdsniveau {level} for borgeren. Ingen har vurderet det endnu.',
    en: 'The rule suggests level of collaboration {level} for the citizen. Nobody has assessed it yet.',
  },
  resultAssessed: {
    da: 'Borgeren er vurderet til samarbejdsniveau {level} af {who} den {day}.',
    en: 'The citizen is assessed at level of collaboration {level} by {who} on {day}.',
  },
  resultAgreed: {
    da: 'Samarbejdsniveau {level} er aftalt den {day}.',
    en: 'Level of collaboration {level} was agreed on {day}.',
  },
  resultAgreedBetween: {
    da: 'Samarbejdsniveau {level} er aftalt den {day} mellem {parties}.',
    en: 'Level of collaboration {level} was agreed on {day} between {parties}.',
  },
  resultInterval: {
    da: 'Der er intet niveau endnu: {low} til {high} er muligt.',
    en: 'There is no level yet: {low} to {high} is possible.',
  },
  suggestedBesides: { da: 'Reglens forslag var niveau {level}.', en: "The rule's suggestion was level {level}." },
  suggestedInterval: {
    da: 'Reglens forslag var niveau {low} til {high}.',
    en: "The rule's suggestion was level {low} to {high}.",
  },
  assessedBefore: {
    da: '{who} vurderede niveau {level}.',
    en: '{who} assessed level {level}.',
  },
  levelReason: { da: 'Begrundelse: {reason}', en: 'Reason: {reason}' },
  coordinator: { da: 'Koordinerende fagperson: {who}.', en: 'Coordinating professional: {who}.' },
  reassessed: { da: 'Revurderes den {day}.', en: 'Reassessed on {day}.' },
  byParty: { da: 'Hvem gør hvad', en: 'Who does what' },
  must: { da: 'skal', en: 'must' },
  consider: { da: 'skal overvejes', en: 'must be considered' },
  could: { da: 'kan', en: 'may' },
  decided: { da: 'besluttet: {decision}', en: 'decided: {decision}' },
  open: { da: 'ikke besluttet endnu', en: 'not decided yet' },
  because: { da: '{what}, fordi: {reason}', en: '{what}, because: {reason}' },
  pdf: { da: 'PDF', en: 'PDF' },
  pdfHint: {
    da: 'Én side A4 til journal, møde eller borger (på dansk).',
    en: 'One A4 page for the record, a meeting or the citizen (in Danish).',
  },
  pdfDownload: { da: 'Hent PDF', en: 'Download PDF' },
  pdfOpen: { da: 'Åbn PDF', en: 'Open PDF' },
  print: { da: 'Udskriv siden', en: 'Print this page' },
  block: { da: 'Som det står i et brev', en: 'As it stands in a letter' },
  blockHint: {
    da: 'Breve er på dansk. Den sidste linje lader modtagerens system læse niveauet.',
    en: "Letters are in Danish. The last line lets the receiver's system read the level.",
  },
  copy: { da: 'Kopiér teksten', en: 'Copy the text' },
  copied: { da: 'Teksten er kopieret.', en: 'The text is copied.' },
  resources: { da: 'FHIR-ressourcer (JSON)', en: 'FHIR resources (JSON)' },
  warnings: { da: 'Vær opmærksom på', en: 'Please note' },
  // Letters
  letterHeading: { da: 'Et brev', en: 'A letter' },
  letterRead: {
    da: 'Træk et MedCom-brev (XML) hertil, eller vælg det: siden viser, hvilke niveauer det bærer.',
    en: 'Drop a MedCom letter (XML) here, or choose it: the page shows the levels that it carries.',
  },
  letterAttach: {
    da: 'Træk brevet (XML) hertil, før det sendes, eller vælg det: det kommer tilbage med niveauet i. Intet andet i brevet ændres.',
    en: 'Drop the letter (XML) here before it is sent, or choose it: it comes back with the level in it. Nothing else in the letter changes.',
  },
  letterChoose: { da: 'Vælg brev', en: 'Choose a letter' },
  letterIn: { da: 'Sæt niveauet i et brev', en: 'Put the level into a letter' },
  letterReady: { da: 'Brevet er klar, med niveau {level} i.', en: 'The letter is ready, with level {level} in it.' },
  letterDownload: { da: 'Hent brevet', en: 'Download the letter' },
  letterLevels: { da: 'Brevet bærer {count}:', en: 'The letter carries {count}:' },
  oneLevel: { da: 'ét niveau', en: 'one level' },
  manyLevels: { da: '{count} niveauer', en: '{count} levels' },
  letterLevel: { da: '{variant}: niveau {level}, {basis}, {day}', en: '{variant}: level {level}, {basis}, {day}' },
  withdrawn: { da: 'trukket tilbage', en: 'withdrawn' },
  includeSuggestion: {
    da: 'Send det, selvom det kun er et forslag',
    en: 'Send it although it is a suggestion only',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type Word = keyof typeof words;

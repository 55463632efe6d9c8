/** What options are for that several commands take. */
export const words = {
  response: {
    da: 'svaret (QuestionnaireResponse) som JSON eller XML, eller - for standard input',
    en: 'the QuestionnaireResponse as JSON or XML, or - for standard input',
  },
  citizen: {
    da: 'borgerens nummer i en fil, eller - for standard input (aldrig selve nummeret)',
    en: "the citizen's number in a file, or - for standard input (never the number itself)",
  },
  time: { da: 'hvornår det sendes, med zone (ellers nu)', en: 'when it is sent, with zone (default: now)' },
  envelopeId: {
    da: 'Envelope/Identifier, højst 14 tegn (ellers et nyt for hver afsendelse)',
    en: 'Envelope/Identifier, at most 14 characters (default: new for each sending)',
  },
  most: { da: 'højst så mange, de ældste først', en: 'at most so many, the oldest first' },
  suggestion: {
    da: 'send også et niveau, som reglen foreslår, og ingen har vurderet',
    en: 'also send a level that the rule suggests and nobody has assessed',
  },
  brief: {
    da: 'udelad faktorer, begrundelser og kommentar; teksten siger det',
    en: 'leave out factors, reasons and comment; the text says so',
  },
  withdrawal: {
    da: 'svaret er trukket tilbage: skriv, at dets niveau ikke længere gælder',
    en: 'the response was withdrawn: write that its level counts no more',
  },
} as const;

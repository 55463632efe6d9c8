import type { Command } from 'commander';
import type { AttachArguments } from './attach.ts';
import type { LetterArguments } from './letter.ts';
import type { Shell } from './shell.ts';
import { type StreamOptions, streamOf, streamOptions } from './stream/options.ts';
import { missingOption } from './usage.ts';
import { instant } from './values.ts';
import { words } from './words.ts';

/** The commands for letters that carry a level: letter, attach and read. */
export function letterCommands(program: Command, shell: Shell): void {
  letterCommand(program, shell);
  attachCommand(program, shell);
  const { say, finish } = shell;
  program
    .command('read')
    .description(
      say({
        da: 'læs niveau og handlinger i et MedCom-brev, dets bilag eller en CareCommunication: en FHIR Bundle på stdout',
        en: 'read the level and actions in a MedCom letter, its attachment or a CareCommunication: a FHIR Bundle on stdout',
      }),
    )
    .argument(
      '<letter>',
      say({
        da: 'brevet, bilaget eller meddelelsen, eller - for standard input',
        en: 'the letter, attachment or message, or - for standard input',
      }),
    )
    .action(async (file: string) => {
      const { readLevel } = await import('./read.ts');
      finish(await readLevel(file));
    });
}

function letterCommand(program: Command, { say, language, finish }: Shell): void {
  program
    .command('letter')
    .description(
      say({
        da: 'skriv et helt MedCom-brev, som bærer niveauet: brevet på stdout, ISO-8859-1',
        en: 'write a whole MedCom letter that carries the level: the letter on stdout, ISO-8859-1',
      }),
    )
    .argument(
      '<type>',
      say({
        da:
          'XDIS91 (korrespondance), XREF15 (kommunehenvisning), XREF01 (sygehushenvisning) eller XDIS01 (epikrise; uden ' +
          '--diagnosis og et ophold er den gyldig, men ikke en epikrise i klinikerens øjne)',
        en:
          'XDIS91 (korrespondance), XREF15 (kommunehenvisning), XREF01 (sygehushenvisning) or XDIS01 (epikrise; without ' +
          '--diagnosis and a stay it is valid, and no epikrise in a clinician’s eyes)',
      }),
    )
    .requiredOption('--response <file>', say(words.response))
    .requiredOption(
      '--sender <file>',
      say({
        da: 'den afsendende Organization som FHIR JSON eller XML, med GLN og SOR eller ydernummer',
        en: 'the sending Organization as FHIR JSON or XML, with its GLN and its SOR or ydernummer',
      }),
    )
    .requiredOption(
      '--receiver <file>',
      say({
        da: 'den modtagende Organization som FHIR JSON eller XML',
        en: 'the receiving Organization as FHIR JSON or XML',
      }),
    )
    .option('--include-suggestion', say(words.suggestion))
    .option('--brief', say(words.brief))
    .option('--withdrawal', say(words.withdrawal))
    .option('--time <instant>', say(words.time), instant('--time'))
    .option('--envelope-id <id>', say(words.envelopeId))
    .option(
      '--letter-id <id>',
      say({
        da: 'Letter/Identifier, højst 14 tegn (ellers dannet af alt, hvad brevet siger)',
        en: 'Letter/Identifier, at most 14 characters (default: from all that the letter says)',
      }),
    )
    .option(
      '--episode <id>',
      say({
        da: 'EpisodeOfCareIdentifier, højst 35 tegn (ellers dannet, hvor brevet skal have det)',
        en: 'EpisodeOfCareIdentifier, at most 35 characters (default: derived where it is mandatory)',
      }),
    )
    .option(
      '--episode-type <type>',
      say({
        da: 'XREF01: EpisodeOfCareType, højst 17 tegn (ellers XREF01)',
        en: 'XREF01: EpisodeOfCareType, at most 17 characters (default: XREF01)',
      }),
    )
    .option(
      '--episode-status <code>',
      say({
        da: 'inaktiv, indlagt, ambulant, doed eller ambulant_roentgen (ellers inaktiv)',
        en: 'inaktiv, indlagt, ambulant, doed or ambulant_roentgen (default: inaktiv)',
      }),
    )
    .option(
      '--diagnosis <code|text>',
      say({
        da: 'XDIS01, XREF01, XREF15: en SKS-diagnose, som "DI10|Essentiel hypertension"',
        en: 'XDIS01, XREF01, XREF15: an SKS diagnosis, such as "DI10|Essentiel hypertension"',
      }),
    )
    .option(
      '--referrer <name>',
      say({
        da: 'XREF01, XREF15: hvem der henviser, højst 35 tegn (ellers svarets author)',
        en: 'XREF01, XREF15: who refers, at most 35 characters (default: the author)',
      }),
    )
    .option(
      '--category <code>',
      say({
        da: 'XREF15: social, aeldre_omsorg eller sundhedspleje; gør det til XH1531R',
        en: 'XREF15: social, aeldre_omsorg or sundhedspleje; makes it XH1531R',
      }),
    )
    .option(
      '--department <name>',
      say({
        da: 'XREF15 med --category: den modtagende afdeling, højst 35 tegn',
        en: 'XREF15 with --category: the receiving department, at most 35 characters',
      }),
    )
    .option(
      '--sender-name <name>',
      say({ da: 'afsenderens navn, højst 35 tegn', en: "the sender's name, at most 35 characters" }),
    )
    .option(
      '--patient-name <name>',
      say({ da: 'borgerens navn som "Fornavn|Efternavn"', en: 'the name of the citizen as "Given|Family"' }),
    )
    .option(
      '--bundle <file>',
      say({
        da: 'skriv også FHIR-transaktionen med en DocumentReference til brevet',
        en: 'also write the FHIR transaction Bundle with a DocumentReference of the letter',
      }),
    )
    .action(async (type: string, options: LetterArguments) => {
      const { sendLetter } = await import('./letter.ts');
      finish(await sendLetter(type, options, language));
    });
}

function attachCommand(program: Command, shell: Shell): void {
  const { say, language, finish } = shell;
  const attach = program
    .command('attach')
    .description(
      say({
        da: 'sæt niveau og handlinger ind i et brev, der endnu ikke er sendt: det samme brev på stdout, i sit tegnsæt',
        en: 'put the level and actions into a letter that is not yet sent: the same letter on stdout, in its encoding',
      }),
    )
    .argument(
      '<letter>',
      say({
        da: 'brevet (Emessage) eller meddelelsen (CareCommunication), eller - for standard input',
        en: 'the letter (Emessage) or message (CareCommunication), or - for standard input',
      }),
    );
  streamOptions(attach, shell, {
    da: 'et brev og et svar pr. linje ind, {"letter": base64, "response": svaret}; brevet med niveauet pr. linje ud',
    en: 'a letter and a response a line in, {"letter": base64, "response": the response}; the letter with the level a line out',
  })
    .option('--response <file>', say(words.response))
    .option('--include-suggestion', say(words.suggestion))
    .option('--brief', say(words.brief))
    .option(
      '--letter <id>',
      say({
        da: 'Letter/Identifier på det brev, der menes, hvor forsendelsen har flere',
        en: 'Letter/Identifier of the letter that is meant, where the message has several',
      }),
    )
    .option(
      '--category <code>',
      say({
        da: 'social, aeldre_omsorg eller sundhedspleje, til en ny tekst i XD1531L og XH1531R',
        en: 'social, aeldre_omsorg or sundhedspleje, for a new text in XD1531L and XH1531R',
      }),
    )
    .option(
      '--recommend <action...>',
      say({
        da: 'koder på de handlinger, som egen læge bedes udføre (RecommendedAction)',
        en: 'codes of actions that the GP is asked to take (RecommendedAction)',
      }),
    )
    .option(
      '--priority <code>',
      say({ da: 'med --recommend: Akut, Subakut eller Rutine', en: 'with --recommend: Akut, Subakut or Rutine' }),
    )
    .option(
      '--pdf-letter <file>',
      say({
        da: 'henvis også til en PDF, og skriv brevet, der bærer den (XBIN), til denne fil',
        en: 'refer to a PDF too, and write the letter that carries it (XBIN) to this file',
      }),
    )
    .option(
      '--time <instant>',
      say({
        da: 'med --pdf-letter: hvornår det sendes, med zone (ellers nu)',
        en: 'with --pdf-letter: when that is sent, with zone (default: now)',
      }),
      instant('--time'),
    )
    .action(async (file: string, options: Partial<AttachArguments> & StreamOptions) => {
      const { response, letter, pdfLetter, time } = options;
      const ofOne = { '--response': response, '--letter': letter, '--pdf-letter': pdfLetter, '--time': time };
      const stream = streamOf(options, ofOne);
      if (stream !== undefined) {
        const { includeSuggestion, brief, category, recommend, priority } = options;
        const { answerStream } = await import('./stream/stream.ts');
        const choices = { includeSuggestion, brief, category, recommend, priority };
        finish(await answerStream(file, { kind: 'attach', options: choices }, stream, language));
        return;
      }
      if (response === undefined) throw missingOption('--response <file>');
      const { ndjson: _, ...given } = options;
      const { writeAttached } = await import('./attach.ts');
      finish(await writeAttached(file, { ...given, response }, language));
    });
}

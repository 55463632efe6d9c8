import type { Command } from 'commander';
import type { Language } from '../outcome/outcome.ts';
import type { AttachArguments } from './attach.ts';
import { instant } from './instant.ts';
import type { LetterArguments } from './letter.ts';

type Finish = (code: number) => void;

const response = ['--response <file>', 'the QuestionnaireResponse as JSON, or - for standard input'] as const;
const suggestion = [
  '--include-suggestion',
  'also send a level that the rule suggests and nobody has assessed',
] as const;

const brief = ['--brief', 'leave out factors, reasons and comment; the text says so'] as const;

/** The commands for letters that carry a level: letter, attach and read. */
export function letterCommands(program: Command, finish: Finish, language: () => Language): void {
  letterCommand(program, finish);
  attachCommand(program, finish, language);
  program
    .command('read')
    .description('read the level and actions in a MedCom letter or its attachment: a FHIR Bundle on stdout')
    .argument('<letter.xml>', 'the letter or attachment, or - for standard input')
    .action(async (file: string) => {
      const { readLevel } = await import('./read.ts');
      finish(await readLevel(file));
    });
}

function letterCommand(program: Command, finish: Finish): void {
  program
    .command('letter')
    .description('write a whole MedCom letter that carries the level: the letter on stdout, ISO-8859-1')
    .argument(
      '<type>',
      'XDIS91 (korrespondance), XREF15 (kommunehenvisning), XREF01 (sygehushenvisning) or XDIS01 (epikrise; without ' +
        '--diagnosis and a stay it is valid, and no epikrise in a clinician’s eyes)',
    )
    .requiredOption(...response)
    .requiredOption('--sender <file>', 'the sending Organization as FHIR JSON, with its GLN and its SOR or ydernummer')
    .requiredOption('--receiver <file>', 'the receiving Organization as FHIR JSON')
    .option(...suggestion)
    .option(...brief)
    .option('--time <instant>', 'when it is sent, with zone (default: now)', instant)
    .option('--envelope-id <id>', 'Envelope/Identifier, at most 14 characters (default: new for each sending)')
    .option('--letter-id <id>', 'Letter/Identifier, at most 14 characters (default: from all that the letter says)')
    .option('--episode <id>', 'EpisodeOfCareIdentifier, at most 35 characters (default: derived where it is mandatory)')
    .option('--episode-type <type>', 'XREF01: EpisodeOfCareType, at most 17 characters (default: XREF01)')
    .option('--episode-status <code>', 'inaktiv, indlagt, ambulant, doed or ambulant_roentgen (default: inaktiv)')
    .option(
      '--diagnosis <code|text>',
      'XDIS01, XREF01, XREF15: an SKS diagnosis, such as "DI10|Essentiel hypertension"',
    )
    .option('--referrer <name>', 'XREF01, XREF15: who refers, at most 35 characters (default: the author)')
    .option('--category <code>', 'XREF15: social, aeldre_omsorg or sundhedspleje; makes it XH1531R')
    .option('--department <name>', 'XREF15 with --category: the receiving department, at most 35 characters')
    .option('--sender-name <name>', "the sender's name, at most 35 characters")
    .option('--patient-name <name>', 'the name of the citizen as "Given|Family"')
    .option('--bundle <file>', 'also write the FHIR transaction Bundle with a DocumentReference of the letter')
    .action(async (type: string, options: LetterArguments) => {
      const { sendLetter } = await import('./letter.ts');
      finish(await sendLetter(type, options));
    });
}

function attachCommand(program: Command, finish: Finish, language: () => Language): void {
  program
    .command('attach')
    .description(
      'put the level and actions into a letter that is not yet sent: the same letter on stdout, in its encoding',
    )
    .argument('<letter.xml>', 'the letter (Emessage), or - for standard input')
    .requiredOption(...response)
    .option(...suggestion)
    .option(...brief)
    .option('--letter <id>', 'Letter/Identifier of the letter that is meant, where the message has several')
    .option('--category <code>', 'social, aeldre_omsorg or sundhedspleje, for a new text in XD1531L and XH1531R')
    .option('--recommend <action...>', 'codes of actions that the GP is asked to take (RecommendedAction)')
    .option('--priority <code>', 'with --recommend: Akut, Subakut or Rutine')
    .option('--pdf-letter <file>', 'refer to a PDF too, and write the letter that carries it (XBIN) to this file')
    .option('--time <instant>', 'with --pdf-letter: when that is sent, with zone (default: now)', instant)
    .action(async (file: string, options: AttachArguments) => {
      const { writeAttached } = await import('./attach.ts');
      finish(await writeAttached(file, options, language()));
    });
}

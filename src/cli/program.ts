import { Command, Option } from 'commander';
import { software } from '../version.ts';
import { administratorCommands } from './administrator.ts';
import { clientCommands } from './client-commands.ts';
import { requireOutput } from './closed-output.ts';
import { exchangeCommands } from './exchange.ts';
import { printBy } from './exit.ts';
import { checkGiven, takeOnce } from './given.ts';
import { speak } from './help.ts';
import { letterCommands } from './letter-commands.ts';
import { operatorCommands } from './operator.ts';
import { responseCommands } from './response-commands.ts';
import type { Shell } from './shell.ts';
import { wrongValue } from './usage.ts';

/** Every command. What is wrong with a call is thrown: a CommanderError or a UsageProblem. */
export function commands(shell: Shell): Command {
  const { say } = shell;
  const program = new Command('niveau')
    .description(say(purpose))
    .version(software.version, '-V, --version', say({ da: 'vis versionen', en: 'show the version' }))
    .addOption(
      new Option('--lang <language>', say({ da: 'sprog: dansk eller engelsk', en: 'language: Danish or English' }))
        .choices(['da', 'en'])
        .default('da'),
    )
    .addOption(
      new Option(
        '--format <format>',
        say({ da: 'FHIR-ressourcer på stdout som JSON eller XML', en: 'FHIR resources on stdout as JSON or XML' }),
      )
        .choices(['json', 'xml'])
        .default('json'),
    )
    .addHelpText('after', say(examples))
    // What is wrong is said by `main`, in the language of the run and without what was typed.
    .configureOutput({ outputError: () => {} })
    .exitOverride()
    .hook('preAction', async (called, command) => {
      checkGiven(command);
      requireOutput(command);
      if (called.opts().format !== 'xml') return;
      if (command.opts().ndjson === true) {
        throw wrongValue('--format', { da: 'ikke xml sammen med --ndjson', en: 'not xml together with --ndjson' });
      }
      const { openFhirXml } = await import('../fhir-xml/fhir-xml.ts');
      printBy((await openFhirXml()).write);
    });
  speak(program, shell);
  responseCommands(program, shell);
  letterCommands(program, shell);
  exchangeCommands(program, shell);
  administratorCommands(program, shell);
  operatorCommands(program, shell);
  clientCommands(program, shell);
  takeOnce(program);
  return program;
}

const purpose = {
  da:
    'Differentieringsmodellen som FHIR R4 og MedCom-breve.\n\n' +
    'Et QuestionnaireResponse ind; samarbejdsniveauet (0-4) og dets anbefalede handlinger ud, som FHIR-ressourcer ' +
    'eller som brev. Niveauet er et forslag til dialogen: fagpersonen bestemmer.',
  en:
    'Differentieringsmodellen as FHIR R4 and MedCom letters.\n\n' +
    'A QuestionnaireResponse goes in; the collaboration level (0-4) and its recommended actions come out, ' +
    'as FHIR resources or as a letter. The level is a suggestion for dialogue: the professional decides.',
};

const calls = [
  [
    'niveau serve',
    { da: 'start tjenesten; den siger, hvad du kan prøve', en: 'start the service; it says what to try' },
  ],
  [
    'niveau score response.json',
    { da: 'niveau og handlinger som FHIR Bundle', en: 'level and actions as a FHIR Bundle' },
  ],
  [
    'niveau validate response.json',
    { da: 'hvad der er galt med et svar, og hvor', en: 'what is wrong with a response, and where' },
  ],
] as const;

const files = `  niveau letter XDIS91 --response response.json \\
    --sender sender.json --receiver receiver.json > letter.xml
  niveau attach epikrise.xml --response response.json > epikrise-niveau.xml
  niveau read epikrise-niveau.xml
  niveau pdf --response response.json > level.pdf
  niveau receipt letter.xml > receipt.xml`;

const examples = {
  da: `
Eksempler:
${calls.map(([call, { da }]) => `  ${call.padEnd(32)}${da}`).join('\n')}
${files}

Slutkoder: 0 udført, 1 input afvist, 2 forkert brug, 3 omgivelserne (filer, porte).`,
  en: `
Examples:
${calls.map(([call, { en }]) => `  ${call.padEnd(32)}${en}`).join('\n')}
${files}

Exit codes: 0 done, 1 input refused, 2 wrong usage, 3 environment (files, ports).`,
};

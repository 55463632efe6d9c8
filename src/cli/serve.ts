import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { readConfig } from '../config.ts';
import { listen } from '../http/listen.ts';
import { createLog } from '../log.ts';
import type { Language } from '../outcome/outcome.ts';
import { Refusal } from '../outcome/problem.ts';
import { exitCode, tell } from './exit.ts';
import { keepYoungSpace } from './young-space.ts';

/** `niveau serve`: runs the service until it is told to stop (SIGINT, SIGTERM), and finishes what is running. */
export async function serve(language: Language): Promise<number> {
  try {
    // The log goes to stderr, so that stdout holds what is for people.
    const service = await listen(readConfig(process.env), { log: createLog(process.stderr) });
    keepYoungSpace();
    process.stdout.write(welcome(service.url, language));
    // Node writes its compile cache at a clean exit only; the next start should gain whatever ends this one.
    setTimeout(flushCompileCache, 2_000).unref();
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await service.close();
    return exitCode.done;
  } catch (error) {
    // Everything that can be refused here is the environment's: its variables and its ports.
    if (!(error instanceof Refusal)) throw error;
    for (const problem of error.problems) {
      tell(problem, language);
    }
    return exitCode.environment;
  }
}

function welcome(url: string, language: Language): string {
  const fhir = `${url}/fhir`;
  const example = [
    `  curl -s '${fhir}/Questionnaire/somatik'`,
    `  curl -s '${fhir}/QuestionnaireResponse/$extract' -H 'Content-Type: application/fhir+json' \\`,
    '    --data-binary @fixtures/somatik-3-aftalt/response.json',
    `  curl -s '${fhir}/metadata'`,
  ].join('\n');
  const text = {
    da: [
      'Niveau kører på',
      'Prøv i et andet vindue: hent et spørgeskema, få et svar scoret, se hvad tjenesten kan:',
      'Stop med Ctrl+C.',
    ],
    en: [
      'Niveau runs at',
      'Try in another window: fetch a questionnaire, have a response scored, see what it can do:',
      'Stop with Ctrl+C.',
    ],
  }[language];
  const [runs, attempt, stop] = text;
  return `\n${runs} ${fhir}\n\n${attempt}\n\n${example}\n\n${stop}\n\n`;
}

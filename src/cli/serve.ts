import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../config.ts';
import type { Gateway, GatewayParts } from '../gateway.ts';
import { listen } from '../http/listen.ts';
import { createLog } from '../log.ts';
import type { Language } from '../outcome/outcome.ts';
import { Refusal } from '../outcome/problem.ts';
import { loadModel } from '../profiles.ts';
import { collectOldSoon, steadyYoungSpace } from '../young-space.ts';
import { exitCode, tell } from './exit.ts';
import { isFirstProcess, leaveTogether, processName, serveTogether, tellReady, toldToStop } from './processes.ts';

/** Milliseconds that a stop leaves to what is being sent. Docker kills after 10 seconds. */
const sendsMayTake = 7_000;

/** What `niveau serve` takes besides its environment. */
export interface ServeArguments {
  /** In place of the port of NIVEAU_ADDRESS. */
  readonly port?: number;
  /** How many processes share the address; one where nothing is said. */
  readonly processes?: number;
}

/** `niveau serve`: runs the service until it is told to stop (SIGINT, SIGTERM), and finishes what is running. */
export async function serve({ port, processes = 1 }: ServeArguments, language: Language): Promise<number> {
  if (processes > 1 && processName() === undefined) {
    return serveTogether(processes, language, (url) => welcome(url, language));
  }
  const serving = new AbortController();
  const told = toldToStop(serving.signal);
  try {
    // The log goes to stderr, so that stdout holds what is for people.
    const log = createLog(2);
    const config = readConfig(process.env);
    const address = port === undefined ? config.address : { ...config.address, port };
    const model = loadModel();
    const { store } = config;
    // Two that fetch from one folder would meet at its files.
    const inbox = isFirstProcess() ? {} : { inboxFolder: undefined };
    const parts = { model, log, env: process.env, process: processName() };
    steadyYoungSpace();
    collectOldSoon();
    const gateway = store && (await gatewayOf({ ...parts, config: { ...config, ...inbox, store } }));
    try {
      const service = await listen({ ...config, address }, { model, gateway, log });
      if (!tellReady(service.url)) process.stdout.write(welcome(service.url, language));
      // Node writes its compile cache at a clean exit only; the next start should gain whatever ends this one.
      setTimeout(flushCompileCache, 2_000).unref();
      await told;
      // Not ready, and nothing is claimed any more; then requests and sends come to their end, and the store last.
      await Promise.all([service.close(), gateway?.stopDelivering(sendsMayTake)]);
    } finally {
      await gateway?.close();
    }
    // A send that the stop did not wait for may hang for a minute yet, and would keep the process that long: it ends
    // with it.
    setTimeout(() => process.exit(), 500).unref();
    return exitCode.done;
  } catch (error) {
    serving.abort();
    leaveTogether();
    // Everything that can be refused here is the environment's: its variables, its store and its ports.
    if (!(error instanceof Refusal)) throw error;
    for (const problem of error.problems) {
      tell(problem, language);
    }
    return exitCode.environment;
  }
}

/** Loaded late: without a store nobody needs it. */
async function gatewayOf(parts: GatewayParts): Promise<Gateway> {
  const { openGateway } = await import('../gateway.ts');
  return openGateway(parts);
}

/** Addresses stand alone on their lines, so that a terminal can open them. */
function welcome(url: string, language: Language): string {
  const fhir = `${url}/fhir`;
  const { runs, look, questionnaire, able, extract, stop } = words[language];
  const addresses = [
    [`${url}/`, look],
    [`${fhir}/Questionnaire/somatik`, questionnaire],
    [`${fhir}/metadata`, able],
  ] as const;
  const width = Math.max(...addresses.map(([address]) => address.length)) + 2;
  const list = addresses.map(([address, text]) => `  ${address.padEnd(width)}${text}`).join('\n');
  return `\n${runs} ${fhir}\n\n${list}\n${example(fhir, extract)}\n${stop}\n\n`;
}

/** The scenario of the repository; the published package has none. */
function example(fhir: string, extract: string): string {
  const file = fileURLToPath(new URL('../../fixtures/somatik-3-aftalt/response.json', import.meta.url));
  if (!existsSync(file)) return '';
  const call = [
    `  curl -s '${fhir}/QuestionnaireResponse/$extract' -H 'Content-Type: application/fhir+json' \\`,
    `    --data-binary '@${relative('', file)}'`,
  ].join('\n');
  return `\n${extract}\n\n${call}\n`;
}

const words = {
  da: {
    runs: 'Niveau kører på',
    look: 'siden: udfyld skemaet, se niveauet, tag brevet',
    questionnaire: 'et spørgeskema',
    able: 'hvad tjenesten kan',
    extract: 'Få et svar scoret, i et andet vindue:',
    stop: 'Stop med Ctrl+C.',
  },
  en: {
    runs: 'Niveau runs at',
    look: 'the page: fill in the form, see the level, take the letter',
    questionnaire: 'a questionnaire',
    able: 'what the service can do',
    extract: 'Have a response scored, in another window:',
    stop: 'Stop with Ctrl+C.',
  },
};

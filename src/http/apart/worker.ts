/** The other thread of `checkApart`: checks one response by the Questionnaire that it contains, says what it found, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkResponse } from '../../questionnaire/check.ts';

const { text } = workerData as { readonly text: string };
parentPort?.postMessage(checkResponse({ value: JSON.parse(text), text }));

/** The other thread of `checkApart`: checks one response by the Questionnaire that it contains, says what it found, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { createChecker } from '../../questionnaire/checker.ts';
import { jsonLimits, readJson } from '../../questionnaire/json/document.ts';

const { bytes } = workerData as { readonly bytes: Uint8Array };
parentPort?.postMessage(createChecker().check(readJson(bytes, { ...jsonLimits, bytes: bytes.length })));

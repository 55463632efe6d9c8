/**
 * The other thread of `createCheckApart`: checks each response that it is sent by the Questionnaire that this contains,
 * and says what it found.
 */
import { flushCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { createChecker } from '../../questionnaire/checker.ts';
import { jsonLimits, readJson } from '../../questionnaire/json/document.ts';

const port = parentPort;
port?.on('message', (bytes: Uint8Array) => {
  port.postMessage(createChecker().check(readJson(bytes, { ...jsonLimits, bytes: bytes.length })));
});
// A thread that is stopped writes nothing any more, and the next one should start quicker.
flushCompileCache();

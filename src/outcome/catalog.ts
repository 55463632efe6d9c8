import { accessCodes } from './codes/access.ts';
import { answerCodes } from './codes/answers.ts';
import { attachCodes } from './codes/attach.ts';
import { auditCodes } from './codes/audit.ts';
import { commandCodes } from './codes/command.ts';
import { exchangeCodes } from './codes/exchange.ts';
import { inboxCodes } from './codes/inbox.ts';
import { jsonCodes } from './codes/json.ts';
import { letterCodes } from './codes/letter.ts';
import { letterServiceCodes } from './codes/letter-service.ts';
import { messageCodes } from './codes/message.ts';
import { newLetterCodes } from './codes/new-letter.ts';
import { populateCodes } from './codes/populate.ts';
import { questionnaireCodes } from './codes/questionnaire.ts';
import { receivedCodes } from './codes/received.ts';
import { responseCodes } from './codes/response.ts';
import { routesCodes } from './codes/routes.ts';
import { serverCodes } from './codes/server.ts';
import { serviceCodes } from './codes/service.ts';
import { shapeCodes } from './codes/shape.ts';
import { signInCodes } from './codes/sign-in.ts';
import { storeCodes } from './codes/store.ts';
import { streamCodes } from './codes/stream.ts';
import { usageCodes } from './codes/usage.ts';

export type { CatalogEntry } from './codes/entry.ts';

/** Every error code of Niveau. `/CodeSystem/issue` is generated from this table (`npm run profiles`). */
export const catalog = {
  ...jsonCodes,
  ...shapeCodes,
  ...responseCodes,
  ...answerCodes,
  ...questionnaireCodes,
  ...letterCodes,
  ...newLetterCodes,
  ...letterServiceCodes,
  ...receivedCodes,
  ...attachCodes,
  ...exchangeCodes,
  ...serviceCodes,
  ...commandCodes,
  ...streamCodes,
  ...usageCodes,
  ...serverCodes,
  ...storeCodes,
  ...routesCodes,
  ...inboxCodes,
  ...auditCodes,
  ...accessCodes,
  ...messageCodes,
  ...signInCodes,
  ...populateCodes,
};

export type IssueCode = keyof typeof catalog;

import { commandCodes } from './codes/command.ts';
import { jsonCodes } from './codes/json.ts';
import { letterCodes } from './codes/letter.ts';
import { responseCodes } from './codes/response.ts';
import { serviceCodes } from './codes/service.ts';
import { shapeCodes } from './codes/shape.ts';

export type { CatalogEntry, IssueType } from './codes/entry.ts';

/** Every error code of Niveau. `/CodeSystem/issue` is generated from this table (`npm run profiles`). */
export const catalog = {
  ...jsonCodes,
  ...shapeCodes,
  ...responseCodes,
  ...letterCodes,
  ...serviceCodes,
  ...commandCodes,
};

export type IssueCode = keyof typeof catalog;

import { entries } from './entry.ts';

export const responseCodes = entries({});

import { entries } from './entry.ts';

export const letterCodes = entries({});

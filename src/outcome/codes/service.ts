import { entries } from './entry.ts';

export const serviceCodes = entries({});

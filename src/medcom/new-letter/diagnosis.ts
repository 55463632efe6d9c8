import { refuse } from '../../outcome/problem.ts';
import type { Values } from '../message/values.ts';
import { hasElement } from '../tables/lookup.ts';
import type { LetterTable } from '../tables/types.ts';
import { oneLine } from './one-line.ts';

/** An SKS diagnosis. */
export interface Diagnosis {
  readonly code: string;
  readonly text: string;
}

/** The option "code|text". Error: `letter-option-form` at the option `diagnosis`. */
export function readDiagnosis(option: string | undefined): Diagnosis | undefined {
  if (option === undefined) return undefined;
  const [code = '', text = '', ...rest] = option.split('|').map(oneLine);
  if (code === '' || text === '' || rest.length > 0) {
    const values = { form: 'kode|tekst', formEn: 'code|text' };
    refuse('letter-option-form', { place: { option: 'diagnosis' }, values });
  }
  return { code, text };
}

/** True where the letter has a place for a diagnosis. */
export function takesDiagnosis({ rows }: LetterTable): boolean {
  return hasElement(rows, 'Diagnose', 'Main') || hasElement(rows, 'Referral', 'Refer');
}

/** As the main diagnosis of a discharge letter, or what a referral is for. */
export function diagnosisValues({ rows }: LetterTable, { code, text }: Diagnosis): Values {
  const diagnosis = { DiagnoseCode: code, DiagnoseText: text };
  if (hasElement(rows, 'Diagnose', 'Main')) return { Diagnose: { Main: diagnosis } };
  const described = hasElement(rows, 'Referral', 'Refer', 'DiagnoseDescriptionCode')
    ? { DiagnoseDescriptionCode: 'henv_diagnose' }
    : {};
  return { Referral: { Refer: { ...described, DiagnoseTypeCode: 'SKSdiagnosekode', ...diagnosis } } };
}

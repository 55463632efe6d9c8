import { dateTime } from './parts.ts';
import { many, one, optional, sequence, upTo } from './rows.ts';
import type { Content, ElementRow } from './types.ts';

/** Diagnoses, as the letters name them: by code, type and text, under the names that each letter has for them. */

const code = upTo(17);
const description = upTo(70);

/** Code, type and text, all there. */
export function diagnosis(types: Content): Content {
  return sequence(one('DiagnoseCode', code), one('DiagnoseTypeCode', types), one('DiagnoseText', description));
}

/** The same where the code may be left out. */
export function uncodedDiagnosis(types: Content): Content {
  return sequence(optional('DiagnoseCode', code), one('DiagnoseTypeCode', types), one('DiagnoseText', description));
}

/** What kind of diagnosis it is, too; the code may be left out. */
export function describedDiagnosis(kinds: Content, types: Content): Content {
  return sequence(
    one('DiagnoseDescriptionCode', kinds),
    optional('DiagnoseCode', code),
    one('DiagnoseTypeCode', types),
    one('DiagnoseText', description),
  );
}

/** The same where the text may be left out: 2015/08/01, 2019/02/19 and 2021/06/27. */
export function codedDiagnosis(kinds: Content, types: Content): Content {
  return sequence(
    one('DiagnoseDescriptionCode', kinds),
    one('DiagnoseCode', code),
    one('DiagnoseTypeCode', types),
    optional('DiagnoseText', description),
  );
}

/** The referral that a discharge letter answers. The schema's own spelling. */
export function answeredReferral(types: Content): ElementRow {
  const each = diagnosis(types);
  return optional(
    'Referral',
    sequence(
      optional('Identifier', upTo(35)),
      optional('Received', dateTime),
      optional('Refer', each),
      many('ReferalAdditional', 0, 5, each),
    ),
  );
}

/** DiagnosesType of the discharge letters. */
export function diagnoses(kinds: Content, types: Content): ElementRow {
  const main = sequence(one('DiagnoseCode', code), one('DiagnoseText', description));
  const other = sequence(
    one('DiagnoseDescriptionCode', kinds),
    one('DiagnoseCode', code),
    one('DiagnoseTypeCode', types),
    one('DiagnoseText', description),
    optional('DiagnoseDateTime', dateTime),
  );
  return optional(
    'Diagnose',
    sequence(optional('Main', main), many('MainAdditional', 0, 5, main), many('Other', 0, 50, other)),
  );
}

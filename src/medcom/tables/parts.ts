import { acknowledgementCode, informationCode, objectCode, statusCode } from './codes.ts';
import type { Dialect } from './dialects.ts';
import { choice, codes, date, formatted, many, one, optional, pattern, sequence, upTo } from './rows.ts';
import type { Content, ElementRow, LevelPath, LevelPlace } from './types.ts';

/** Parts that letters share. */

export const dateTime = sequence(one('Date', date), one('Time', pattern(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/, 'HH:MM')));

export const envelope = sequence(
  one('Sent', dateTime),
  one('Identifier', upTo(14)),
  one('AcknowledgementCode', acknowledgementCode),
);

/** How a letter tells the course of treatment that it belongs to (MEDCOM.md, Structure). */
export const episode = {
  optional: optional('EpisodeOfCareIdentifier', upTo(35)),
  mandatory: one('EpisodeOfCareIdentifier', upTo(35)),
  typed: many(
    'EpisodeOfCare',
    1,
    Number.POSITIVE_INFINITY,
    sequence(one('EpisodeOfCareType', upTo(17)), one('EpisodeOfCareIdentifier', upTo(35))),
  ),
} as const satisfies Record<string, ElementRow>;

/** LetterType, held to one type and version. */
export function letterHeader(type: string, version: string, episodeRow: ElementRow = episode.optional): ElementRow {
  return one(
    'Letter',
    sequence(
      one('Identifier', upTo(14)),
      one('VersionCode', codes(version)),
      one('StatisticalCode', upTo(8)),
      one('Authorisation', dateTime),
      one('TypeCode', codes(type)),
      one('StatusCode', statusCode),
      episodeRow,
    ),
  );
}

/** Last in the letter, or before the visitations. */
export function references({ extension }: Dialect): ElementRow {
  const bin = sequence(
    one('ObjectIdentifier', upTo(35)),
    one('ObjectCode', objectCode),
    one('ObjectExtensionCode', extension),
    one(
      'OriginalObjectSize',
      pattern(/^[ \t\r\n]*\+?0*[1-9][0-9]*[ \t\r\n]*$/, 'a whole number above 0', 'et helt tal over 0'),
    ),
  );
  const target = choice(
    one('URL', upTo(350)),
    one('SUP', pattern(/^[ \t\r\n]*true[ \t\r\n]*$/, 'true')),
    one('BIN', bin),
  );
  return many('Reference', 0, 10, sequence(one('RefDescription', upTo(70)), target));
}

/** What the receiving hospital or municipality has noted. */
export function visitations(name: 'HospitalVisitation' | 'MunicipalityVisitation'): ElementRow {
  return many(name, 0, 9, sequence(one('InformationCode', informationCode), one('Information', formatted)));
}

/** Clinical text that a professional may have signed. */
export function clinicalInformation(most: number): ElementRow {
  return many('ClinicalInformation', 0, most, sequence(optional('Signed', dateTime), one('Text01', formatted)));
}

/**
 * A place of its own, which may repeat, holds 3,150 characters; one that is shared, as many as the letter (LETTERS.md,
 * a).
 */
export function levelPlace(kind: 'own' | 'shared', ...path: LevelPath): LevelPlace {
  const mostInAll = 31_150;
  return { path, own: kind === 'own', mostInPlace: kind === 'own' ? 3_150 : mostInAll, mostInAll };
}

export const anamnesis: LevelPlace = levelPlace('shared', 'RelevantClinicalInformation', 'Anamnesis');

/** A text that a schema allows with or without a zone (`xs:date`). */
export const anyDate: Content = pattern(/^[ \t\r\n]*\d{4}-\d{2}-\d{2}(?:Z|[+-]\d{2}:\d{2})?[ \t\r\n]*$/, 'YYYY-MM-DD');

import type { Bundle } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { planAttach } from '../../../src/medcom/fhir/attach.ts';
import { writeJsonChange } from '../../../src/medcom/fhir/attach-json.ts';
import { composeCareMessage } from '../../../src/medcom/fhir/compose.ts';
import { openCareMessage } from '../../../src/medcom/fhir/open.ts';
import { readCareMessage } from '../../../src/medcom/fhir/read.ts';
import { readJson } from '../../../src/questionnaire/json/document.ts';
import type { LevelStatement } from '../../../src/scoring/types.ts';
import { ports } from '../../ports.ts';
import { refusalOf } from '../refusal.ts';
import {
  changed,
  communicationIn,
  composed,
  hospital,
  later,
  municipality,
  of,
  options,
  pdf,
  provenanceIn,
  segmentsLike,
  statement,
  statementIn,
} from './messages.ts';

/** A message without a level, as an EHR writes it: words, and a page. */
const plain = changed(composed({ text: 'Kære kollega "citat" \\ æøå' }, { pdf }), (copy) => {
  const [first, level, page] = communicationIn(copy).payload ?? [];
  if (level !== undefined && first !== undefined && page !== undefined) {
    communicationIn(copy).payload = [first, { ...level, contentString: 'Se bilaget.\tHilsen' }, page];
  }
});
const older: LevelStatement = { ...statement, day: '2026-01-02', authored: '2026-01-02T10:00:00+01:00' };
const newer: LevelStatement = {
  ...statement,
  day: '2026-01-30',
  authored: '2026-01-30T10:00:00+01:00',
  comment: '»"\\\n',
};
const other: LevelStatement = { ...statementIn('psykiatri-4-aftalt'), citizen: statement.citizen };

function attached(bytes: Uint8Array, told: LevelStatement, brief = false): Buffer {
  return Buffer.from(writeJsonChange(bytes, planAttach(readJson(bytes).value, told, { brief })));
}
const bytesOf = (bundle: Bundle, space?: number | string) => Buffer.from(JSON.stringify(bundle, null, space));
const bundleOf = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString().replace('\uFEFF', '')) as Bundle;
const read = (bytes: Uint8Array) => readCareMessage(ports.model, bundleOf(bytes));

/** Its texts as another system may write them: indented, escaped, with a line break of its own. */
const spellings: [string, Buffer][] = [
  ['in one line', bytesOf(plain)],
  ['indented', bytesOf(plain, 2)],
  ['by tabs and CRLF', Buffer.from(JSON.stringify(plain, null, '\t').replaceAll('\n', '\r\n'))],
  [
    'escaped',
    Buffer.from(
      JSON.stringify(plain).replace(/[æøåÆØÅ/]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ),
  ],
  ['behind a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(plain)])],
];

describe('a level goes into a message that is about to be sent', () => {
  test.each(spellings)('as a segment of its own, and every byte beside it stays: %s', (_, bytes) => {
    const made = attached(bytes, statement).toString();
    const segment =
      /,\{"extension":(?:(?!,\{"extension").)*Slut på Differentieringsmodellen[^"]*"\}/.exec(made)?.[0] ?? '';
    const entity = /,\{"role":"source","what":\{"identifier":\{"value":"[^"]*"\}\}\}(?=\s*\])/.exec(made)?.[0] ?? '';
    expect(segment).not.toBe('');
    expect(made.replace(segment, '').replace(entity, '')).toBe(bytes.toString());
  });

  test('signed as the newest segment is, under a number that its Provenance names', () => {
    const made = bundleOf(attached(bytesOf(plain), statement));
    const payloads = communicationIn(made).payload ?? [];
    const [, , ...signature] = communicationIn(plain).payload?.[1]?.extension ?? [];
    expect(payloads).toHaveLength(4);
    expect(payloads[3]?.extension?.slice(2)).toEqual(signature);
    expect(provenanceIn(made).entity?.at(-1)?.what.identifier?.value).toBe(
      openCareMessage(made).segments[3]?.identifier,
    );
    expect({ ...made, entry: [] }).toEqual({ ...plain, entry: [] });
  });

  test.each(spellings)('twice changes nothing, and a newer one is as if it had come first: %s', (_, bytes) => {
    const once = attached(bytes, statement);
    expect(attached(once, statement).equals(once)).toBe(true);
    expect(attached(once, newer).equals(attached(bytes, newer))).toBe(true);
    expect(read(attached(once, newer)).levels).toMatchObject([{ day: '2026-01-30' }]);
  });

  test('two variants stand side by side, each replaced on its own', () => {
    const both = attached(attached(bytesOf(plain), other), statement);
    expect(
      read(both)
        .levels.map(({ variant }) => variant.code)
        .sort(),
    ).toEqual(['psykiatri', 'somatik']);
    expect(attached(both, newer).equals(attached(attached(bytesOf(plain), other), newer))).toBe(true);
  });

  test('gives the level and its actions back', () => {
    const { levels, citizen, sender } = read(attached(bytesOf(plain), statement));
    expect([citizen.value, sender]).toEqual(['2512489996', '5790001382445']);
    expect(levels).toMatchObject([
      { level: { code: '3' }, basis: 'aftalt', day: '2026-01-22', authored: statement.authored },
    ]);
    expect(levels[0]?.actions).toEqual(statement.actions);
  });

  test('a level that an earlier message of the thread has brought stays there, and a newer one comes behind it', () => {
    const first = composed();
    const reply = composeCareMessage(
      other,
      { sender: municipality },
      { time: later },
      {
        follow: { how: 'reply', message: openCareMessage(first) },
      },
    ).bundle;
    expect(attached(bytesOf(reply), statement).equals(bytesOf(reply))).toBe(true);
    const made = bundleOf(attached(bytesOf(reply), newer));
    expect(communicationIn(made).payload?.slice(0, 2)).toEqual(communicationIn(reply).payload);
    expect(communicationIn(made).payload).toHaveLength(3);
    expect(read(bytesOf(made)).levels.map(({ variant, day }) => [variant.code, day])).toContainEqual([
      'somatik',
      '2026-01-30',
    ]);
  });
});

describe('attaching is refused', () => {
  const message = bytesOf(plain);
  const withText = (text: (own: string) => string) =>
    bytesOf(
      changed(composed(), (copy) => {
        for (const payload of communicationIn(copy).payload ?? []) {
          payload.contentString = text(payload.contentString ?? '');
        }
      }),
    );
  const long = { ...statement, comment: 'æ'.repeat(3_000) };
  const stranger = { ...statement, citizen: { ...statement.citizen, cpr: '0101010001', identifiers: [] } };
  const at = 'Bundle.entry[6].resource';

  test.each<[string, Buffer, LevelStatement, string, string | undefined]>([
    ['of another citizen', message, stranger, 'wrong-citizen', 'Bundle.entry[3].resource.identifier'],
    ['an older level', attached(message, statement), older, 'older-than-present', `${at}.payload[3]`],
    ['a level that does not fit', message, long, 'no-room', at],
    [
      'beside a level that was edited',
      withText((own) => own.replace('niveau 3.', 'niveau 2.')),
      newer,
      'block-changed',
      at,
    ],
    ['where two levels of the variant stand', withText((own) => `${own}\n${own}`), newer, 'several-blocks', at],
    [
      'only suggested',
      message,
      { ...statement, basis: 'forslag' },
      'letter-suggestion-only',
      'option:includeSuggestion',
    ],
    [
      'withdrawn',
      message,
      { ...statement, status: 'entered-in-error' },
      'letter-withdrawn',
      'QuestionnaireResponse.status',
    ],
    ['to what is no message', Buffer.from('{"resourceType":"Bundle"}'), statement, 'message-unknown', 'Bundle'],
  ])('%s', async (_, bytes, told, code, place) => {
    expect(await refusalOf(() => attached(bytes, told))).toEqual([{ code, place }]);
  });

  test('of a level that was split over two segments', async () => {
    const split = changed(composed(), (copy) => {
      const [payload] = communicationIn(copy).payload ?? [];
      const text = payload?.contentString ?? '';
      if (payload === undefined) return;
      communicationIn(copy).payload = segmentsLike(payload, [text.slice(0, 300), text.slice(300)]);
    });
    expect(read(bytesOf(split)).levels).toHaveLength(1);
    expect(await refusalOf(() => attached(bytesOf(split), newer))).toEqual([
      { code: 'block-moved', place: `${at}.payload[0]` },
    ]);
  });
});

describe('a thread tells what stands at its end', () => {
  const at = 'Bundle.entry[6].resource';
  const first = composed();
  const amended = statementIn('somatik-rettet');
  const time = '2026-11-20T10:00:00Z';
  const correcting = (bundle: Bundle) => ({ follow: { how: 'correct' as const, message: openCareMessage(bundle) } });

  test('a corrected level, not the one before', () => {
    const made = composeCareMessage(amended, { sender: hospital }, { ...options, time }, correcting(first)).bundle;
    expect(read(bytesOf(made)).levels.map(({ level }) => level.code)).toEqual([amended.level.code]);
  });

  test('of a correction of a correction the last level, whatever the order of the segments', () => {
    const corrected = composeCareMessage(amended, { sender: hospital }, { ...options, time }, correcting(first)).bundle;
    const last = { ...amended, authored: '2026-11-21T10:00:00+01:00', day: '2026-11-21', comment: 'Rettet igen' };
    const again = composeCareMessage(
      last,
      { sender: hospital },
      { ...options, time: '2026-11-22T10:00:00Z' },
      correcting(corrected),
    ).bundle;
    const reversed = (bundle: Bundle) => changed(bundle, (copy) => void communicationIn(copy).payload?.reverse());
    expect(read(bytesOf(again)).levels).toMatchObject([{ authored: last.authored, day: last.day }]);
    for (const bundle of [corrected, again]) {
      expect(openCareMessage(reversed(bundle)).segments[0]?.text).toContain('Differentieringsmodellen');
      expect(read(bytesOf(reversed(bundle)))).toEqual(read(bytesOf(bundle)));
    }
  });

  test('but is refused with an attachment that cannot be read, of whatever kind, since it may tell a level', async () => {
    for (const contentType of ['application/pdf', 'image/png']) {
      const broken = changed(composed({}, { pdf }), (copy) => {
        const attachment = communicationIn(copy).payload?.[1]?.contentAttachment;
        Object.assign(attachment ?? {}, { contentType, data: 'JVBERi0xLjc=!' });
      });
      expect(await refusalOf(() => read(bytesOf(broken)))).toEqual([
        { code: 'message-attachment-form', place: `${at}.payload[1].contentAttachment.data` },
      ]);
      // Attaching reads none, and leaves it as it is.
      expect(attached(bytesOf(broken), newer).toString()).toContain('"data":"JVBERi0xLjc=!"');
    }
  });

  test('nothing where no block is, or another citizen’s', async () => {
    expect(await refusalOf(() => read(bytesOf(plain)))).toEqual([{ code: 'no-block', place: at }]);
    const pasted = changed(first, (copy) => {
      for (const patient of of(copy, 'Patient'))
        patient.identifier = [{ system: 'urn:oid:1.2.208.176.1.2', value: '0101010001' }];
    });
    expect(await refusalOf(() => read(bytesOf(pasted)))).toEqual([{ code: 'no-block', place: at }]);
  });
});

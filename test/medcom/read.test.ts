import { createHash } from 'node:crypto';
import type { Bundle, CodeableConcept, FhirResource, Observation } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import { requireStatement } from '../../src/medcom/block/level.ts';
import { writeWithdrawal } from '../../src/medcom/block/write.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { readLetters } from '../../src/medcom/read/read.ts';
import { toBundle } from '../../src/medcom/read/to-bundle.ts';
import { loadModel } from '../../src/profiles.ts';
import { makeBundle, scoreResponse } from '../../src/work/score.ts';
import { accepted, responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';
import { comesBack, squeezedTyped } from './read-block.ts';
import { refusalOf } from './refusal.ts';
import { schemaOption } from './schemas.ts';
import {
  everyLevel,
  factorsOf,
  fullStatement,
  hospital,
  nancy,
  options,
  parties,
  statementOf,
  variantOf,
} from './statements.ts';

const model = loadModel();
const software = { name: 'Niveau', version: '1' };
const read = (bytes: Uint8Array, given = {}) => readLetters(model, bytes, given);
const words = 'Ønsket »af« datteren,\n<Bold> & €';
const { bytes: email } = await composeLetter('XDIS91', fullStatement(words), parties, options);
const text = Buffer.from(email).toString('latin1');
const changed = (from: string | RegExp, to: string) => Buffer.from(text.replaceAll(from, to), 'latin1');
const none = [{ code: 'no-block', place: '/Emessage' }];

describe('a letter is read', () => {
  test('with everything that its block says', async () => {
    const typed = comesBack(words);
    const somatik = variantOf('somatik');
    expect(await read(email, { schemaDirectory: schemaOption })).toMatchObject([
      {
        type: 'XDIS91',
        version: 'XD9134L',
        identifier: expect.stringMatching(/^[0-9A-Z]{14}$/),
        sender: '5790001382445',
        citizen: { kind: 'cpr', value: '0101010001' },
        recommendations: [],
        withdrawals: [],
        levels: [
          {
            variant: somatik,
            level: somatik.levels[3],
            basis: 'aftalt',
            day: '2026-01-22',
            authored: '2026-01-20T10:30:00+01:00',
            actions: [{}, {}, {}, { decision: { code: 'ja' }, reason: typed }, {}],
            participation: { concept: { code: 'paaroerende' }, remark: typed },
            assessed: { level: somatik.levels[2], reason: typed },
            agreed: {
              level: somatik.levels[3],
              date: '2026-01-22',
              parties: [{ code: 'almen-praksis' }, { code: 'kommune' }],
            },
            coordinator: typed,
            reassessment: '2026-07-01',
            tools: [{ code: 'tobs' }, { code: '3303' }],
            comment: typed,
            brief: false,
          },
        ],
      },
    ]);
  });

  test.each<[string, Uint8Array]>([
    ['Break dropped for blanks', changed('<Break/>', ' ')],
    ['Break turned into line ends', changed('<Break/>', '\r\n')],
    ['lines wrapped between words', changed(' ', '\n\t ')],
    ['markup around words', changed('samarbejdsniveau', '<Bold>samarbejdsniveau</Bold>')],
    ['comments and instructions in it', changed('samarbejdsniveau', 'samarbejds<!-- x --><?p?>niveau')],
    ['references for letters', changed('ø', '&#248;')],
    ['a word cut in the middle', changed('samarbejdsniveau', 'samar<Break/>bejdsniveau')],
    ['a decision cut in the middle', changed('Besluttet: ja', 'Beslut<Break/>tet: j a')],
    ['everything joined', changed('<Break/>', '')],
    [
      'the block cut into two Text01',
      changed('Anbefalinger til', 'Anbefa</Text01></ClinicalInformation><ClinicalInformation><Text01>linger til'),
    ],
    [
      'the marker cut into two Text01',
      changed(
        'Differentieringsmodellen somatik',
        'Differentierings</Text01></ClinicalInformation><ClinicalInformation><Text01>modellen somatik',
      ),
    ],
    ['text that goes over into the block', changed('<Text01>', '<Text01>Se blokken. Slut på ')],
  ])('with %s', async (_, bytes) => {
    const [one, other] = [(await read(bytes))[0]?.levels[0], (await read(email))[0]?.levels[0]];
    expect({ ...one, comment: squeezedTyped(one?.comment ?? '') }).toMatchObject({
      ...{ level: other?.level, basis: 'aftalt', day: other?.day, agreed: other?.agreed, tools: other?.tools },
      ...{ actions: other?.actions.map(({ action, decision }) => ({ action, decision })) },
      comment: squeezedTyped(words),
    });
  });

  test.each<[string, Uint8Array]>([
    ['a block of another citizen', changed('0101010001<', '0202020002<')],
    ['an edited word', changed('samarbejdsniveau 3', 'samarbejdsniveau 4')],
    ['a marker alone', changed(/<Break\/>.*<\/Text01>/gs, '</Text01>')],
    ['no-break spaces for blanks', changed('samarbejdsniveau 3', 'samarbejdsniveau\xa03')],
    ['free text about a level', changed(/<Text01>.*<\/Text01>/gs, '<Text01>Samarbejdsniveau 3 er aftalt.</Text01>')],
  ])('%s gives none', async (_, bytes) => {
    expect(await refusalOf(() => read(bytes))).toEqual(none);
  });

  test('a block that is cut stands beside a whole one', async () => {
    const both = await attachStatement(email, statementOf({}, 'psykiatri', '4'));
    const cut = Buffer.from(both.bytes)
      .toString('latin1')
      .replace('Anbefalinger til', 'Anbe</Text01></ClinicalInformation><ClinicalInformation><Text01>falinger til');
    const [reading] = await read(Buffer.from(cut, 'latin1'));
    expect(reading?.levels.map(({ variant }) => variant.code).sort()).toEqual(['psykiatri', 'somatik']);
    const newer = { ...fullStatement('nyt'), authored: '2026-01-21T10:30:00+01:00' };
    expect(await refusalOf(() => attachStatement(Buffer.from(cut, 'latin1'), newer))).toEqual([
      { code: 'block-moved', place: '/Emessage/ClinicalEmail' },
    ]);
  });

  test('a letter that is not valid is refused', async () => {
    expect(await refusalOf(() => read(changed('nytbrev', 'gammelt')))).toEqual([
      { code: 'letter-code-unknown', place: '/Emessage/ClinicalEmail/Letter/StatusCode' },
    ]);
    expect(await refusalOf(() => read(Buffer.from('<a/>')))).toEqual([{ code: 'letter-unknown', place: '/' }]);
  });

  test('a block of which a part is not understood is refused, whatever else the letter has', async () => {
    const [, block = '', sum = ''] = /<Text01>(.*kontrol )([0-9a-f]{8})/s.exec(text) ?? [];
    const longer = block.replace('Koordinerende', 'Nyt felt: »med »ord«««<Break/>Koordinerende');
    const decoded = longer
      .replaceAll('<Break/>', '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    const counted = `0101010001\n${decoded.replace(/[ \t\r\n]/g, '')}`;
    const made = text
      .replace(block, longer)
      .replace(sum, createHash('sha256').update(counted).digest('hex').slice(0, 8));
    expect(await refusalOf(() => read(Buffer.from(made, 'latin1')))).toEqual([
      { code: 'block-unknown-text', place: '/Emessage/ClinicalEmail' },
    ]);
  });

  test('a long text that was split over several Text01', async () => {
    const comment = 'Borgeren klarer sig godt. '.repeat(600).trim();
    const { bytes } = await composeLetter('XDIS91', statementOf({ comment }), parties, options);
    expect((await read(bytes))[0]?.levels[0]?.comment).toBe(comment);
    const again = await attachStatement(bytes, statementOf({ comment }));
    expect(again.changed).toBe(false);
    expect(await refusalOf(() => attachStatement(bytes, statementOf({ comment: 'kort' })))).toEqual([
      { code: 'block-moved', place: '/Emessage/ClinicalEmail' },
    ]);
  });
});

function codes(bundle: Bundle): readonly unknown[] {
  const resources = (bundle.entry ?? []).flatMap(({ resource }) => (resource as FhirResource | undefined) ?? []);
  const coding = (concept: CodeableConcept | undefined) =>
    concept?.coding?.map(({ system, code }) => `${system}|${code}`);
  return resources.flatMap((resource: FhirResource): unknown[] => {
    if (resource.resourceType === 'Task' && resource.status !== 'cancelled') {
      return [
        ['Task', coding(resource.code), coding(resource.businessStatus), resource.status, resource.statusReason?.text],
      ];
    }
    if (resource.resourceType !== 'Observation' || resource.code.coding?.[0]?.code !== 'samarbejdsniveau') return [];
    const { status, subject, valueCodeableConcept } = resource;
    return [
      ['Observation', status.replace('amended', 'final'), subject?.identifier?.value, coding(valueCodeableConcept)],
    ];
  });
}

describe('as FHIR', () => {
  const withdrawal = (number = '0101010001') => {
    const { lines } = writeWithdrawal(statementOf(), '2026-02-01', number, { plain: true });
    return changed(/<Text01>.*<\/Text01>/gs, `<Text01>Til orientering:<Break/>${lines.join('<Break/>')}</Text01>`);
  };
  const bundleOf = async (bytes: Uint8Array) => toBundle(model, await read(bytes), software);

  test('a withdrawal is an Observation that is entered in error', async () => {
    const bundle = await bundleOf(withdrawal());
    expect(bundle.entry).toMatchObject([
      {
        resource: {
          resourceType: 'Observation',
          status: 'entered-in-error',
          code: { coding: [{ code: 'samarbejdsniveau' }, { code: 'samarbejdsniveau-somatik' }] },
          subject: { identifier: { value: '0101010001' } },
          effectiveDateTime: '2026-01-20T10:30:00+01:00',
          note: [
            { text: 'Samarbejdsniveauet er trukket tilbage 01.02.2026.' },
            { text: 'The level was withdrawn 1 February 2026.' },
          ],
        },
      },
    ]);
    expect(bundle.entry?.[0]?.resource).not.toHaveProperty('valueCodeableConcept');
    expect(await refusalOf(() => read(withdrawal('0202020002')))).toEqual(none);
  });

  test('the professional, the time and the factors are told', async () => {
    const statement = statementOf({
      professional: { type: undefined, display: 'Michael Burns', identifiers: [], reference: undefined },
      factors: factorsOf('somatik', [3, 1, undefined, 0, 2, 4]),
    });
    const { bytes } = await composeLetter('XDIS91', statement, parties, options);
    const observation = (await bundleOf(bytes)).entry?.[0]?.resource;
    expect(observation).toMatchObject({
      effectiveDateTime: '2026-01-20T10:30:00+01:00',
      performer: [{ display: 'Michael Burns' }],
      component: [
        { valueCodeableConcept: { coding: [{ code: '3' }] } },
        { valueCodeableConcept: { coding: [{ code: '1' }] } },
        { dataAbsentReason: {} },
        { valueCodeableConcept: { coding: [{ code: '0' }] } },
        { valueCodeableConcept: { coding: [{ code: '2' }] } },
        { valueCodeableConcept: { coding: [{ code: '4' }] } },
      ],
    });
  });

  test('another sender or another citizen gives other ids, the same letter the same', async () => {
    const idsOf = async (bytes: Uint8Array) => (await bundleOf(bytes)).entry?.map(({ fullUrl }) => fullUrl) ?? [];
    const sameId = { ...options, letterId: 'B1' };
    const make = async (change: object, gln = '5790001382445') => {
      const sender = { ...hospital, identifier: [{ system: 'https://www.gs1.org/gln', value: gln }] };
      return (await composeLetter('XDIS91', statementOf(change), { ...parties, sender }, sameId)).bytes;
    };
    const other = {
      ...nancy,
      cpr: '0202020002',
      identifiers: [{ system: 'urn:oid:1.2.208.176.1.2', value: '0202020002' }],
    };
    const first = await idsOf(await make({}));
    expect(await idsOf(await make({}))).toEqual(first);
    for (const bytes of [await make({ citizen: other }), await make({}, '5790000121441')]) {
      expect((await idsOf(bytes)).filter((id) => first.includes(id))).toEqual([]);
    }
  });

  const withLevel = accepted.filter((name) => !/interval|trukket/.test(name));

  test.each(withLevel)('%s has the codes that score gives', async (name) => {
    const processed = scoreResponse(ports, responseBytes(name));
    const given = { time: '2026-12-01T10:00:00Z', includeSuggestion: true, patientName: 'A|B' };
    const { bytes } = await composeLetter('XDIS91', requireStatement(processed.assessment), parties, given);
    const bundle = toBundle(model, await read(bytes), software);
    expect(bundle.type).toBe('collection');
    expect(codes(bundle)).toEqual(codes(makeBundle(model, processed)));
  });

  test.each(everyLevel)(
    '$variant.code $level.code: one Observation, one CarePlan and its Tasks',
    async ({ variant, level }) => {
      const { bytes } = await composeLetter('XDIS91', statementOf({}, variant.code, level.code), parties, options);
      const types = (toBundle(model, await read(bytes), software).entry ?? []).map(
        ({ resource }) => resource?.resourceType,
      );
      expect(types.filter((type) => type === 'Task')).toHaveLength(level.actions.length);
      expect(types.filter((type) => type === 'Observation' || type === 'CarePlan')).toHaveLength(2);
    },
  );

  // MedCom's mapping of January 2026: the seventh character tells who gave the number.
  test.each([
    ['010101AB12', 'urn:oid:1.2.208.176.1.6.1.3'],
    ['0101011B12', 'urn:oid:1.2.208.176.1.6.1.1'],
    ['0101017B12', 'urn:oid:1.2.208.176.1.6.1.1'],
    ['0101010B17', 'urn:oid:1.2.208.176.1.6.1.3'],
    ['1717172B12', 'urn:oid:1.2.208.176.1.6.1.3'],
  ])('a citizen with the replacement number %s is found under %s, and under no CPR number', async (value, system) => {
    const replacement = { system: 'urn:oid:1.2.208.176.1.6.1.3', value };
    const citizen = { ...nancy, cpr: undefined, replacement, identifiers: [replacement] };
    const { bytes } = await composeLetter('XDIS91', statementOf({ citizen }), parties, options);
    const bundle = toBundle(model, await read(bytes), software);
    const made = (bundle.entry ?? []).map(({ resource }) => resource as Observation);
    const subjects = made.flatMap((one) => (one.resourceType === 'Observation' ? [one.subject?.identifier] : []));
    expect(subjects).toEqual([{ system, value }]);
  });

  test('a version that is not ours is refused', async () => {
    const variant = { ...variantOf('somatik'), version: '9.9.9' };
    const { bytes } = await composeLetter('XDIS91', statementOf({ variant }), parties, options);
    expect(await refusalOf(() => read(bytes))).toEqual([
      { code: 'block-version-unknown', place: '/Emessage/ClinicalEmail' },
    ]);
  });
});

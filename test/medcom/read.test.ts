import type { Bundle, CodeableConcept, FhirResource } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { attach } from '../../src/medcom/attach/attach.ts';
import { requireStatement } from '../../src/medcom/block/level.ts';
import { letter } from '../../src/medcom/new-letter/letter.ts';
import { read } from '../../src/medcom/read/read.ts';
import { toBundle } from '../../src/medcom/read/to-bundle.ts';
import { loadModel } from '../../src/profiles.ts';
import { makeBundle, scoreResponse } from '../../src/work/score.ts';
import { accepted, responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';
import { collapse } from './read-block.ts';
import { refusalOf } from './refusal.ts';
import { schemaOption } from './schemas.ts';
import { everyLevel, fullStatement, options, parties, statementOf, variantOf } from './statements.ts';

const model = loadModel();
const software = { name: 'Niveau', version: '1' };
const words = 'Ønsket »af« datteren,\n<Bold> & €';
const { bytes: email } = await letter('XDIS91', fullStatement(words), parties, options);
const text = Buffer.from(email).toString('latin1');
const changed = (from: string | RegExp, to: string) => Buffer.from(text.replaceAll(from, to), 'latin1');
const none = [{ code: 'no-block', place: '/Emessage' }];

describe('a letter is read', () => {
  test('with everything that its block says', async () => {
    const typed = collapse(words);
    expect(await read(email, { schemaDirectory: schemaOption })).toMatchObject([
      {
        type: 'XDIS91',
        version: 'XD9134L',
        identifier: expect.stringMatching(/^[0-9A-Z]{14}$/),
        citizen: { element: 'CivilRegistrationNumber', value: '0101010001' },
        recommendations: [],
        levels: [
          {
            variant: 'somatik',
            version: '1.0.0',
            level: '3',
            status: 'aftalt',
            date: '2026-01-22',
            basis: [{ label: 'Borgerens mestring' }],
            actions: [{}, {}, {}, { binding: 'kan', decision: 'ja', reason: typed }, {}],
            participation: { text: 'Pårørende deltog på borgerens vegne', remark: typed },
            assessed: { level: '2', date: '2026-01-20' },
            reason: typed,
            agreed: { level: '3', date: '2026-01-22', parties: ['almen praksis', 'kommune'] },
            coordinator: typed,
            reassessment: '2026-07-01',
            tools: ['TOBS', '3303'],
            comment: typed,
            unknown: [],
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
  ])('with %s', async (_, bytes) => {
    expect((await read(bytes))[0]?.levels[0]?.comment).toBe((await read(email))[0]?.levels[0]?.comment);
  });

  test.each<[string, Uint8Array]>([
    ['a block of another citizen', changed('0101010001<', '0202020002<')],
    ['an edited word', changed('samarbejdsniveau 3', 'samarbejdsniveau 4')],
    ['a marker alone', changed(/<Break\/>.*<\/Text01>/gs, '</Text01>')],
    ['no-break spaces for blanks', changed('samarbejdsniveau 3', 'samarbejdsniveau\xa03')],
    ['a word cut in the middle', changed('samarbejdsniveau', 'samar<Break/>bejdsniveau')],
    ['free text about a level', changed(/<Text01>.*<\/Text01>/gs, '<Text01>Samarbejdsniveau 3 er aftalt.</Text01>')],
  ])('%s gives none', async (_, bytes) => {
    expect(await refusalOf(() => read(bytes))).toEqual(none);
  });

  test('a letter that is not valid is refused', async () => {
    expect(await refusalOf(() => read(changed('nytbrev', 'gammelt')))).toEqual([
      { code: 'letter-code-unknown', place: '/Emessage/ClinicalEmail/Letter/StatusCode' },
    ]);
    expect(await refusalOf(() => read(Buffer.from('<a/>')))).toEqual([{ code: 'letter-unknown', place: '/' }]);
  });

  test('a line that the grammar does not know is kept as text', async () => {
    const { kontrol } = await import('../../src/medcom/block/kontrol.ts');
    const { bytes } = await letter('XDIS91', statementOf(), parties, options);
    const plain = Buffer.from(bytes).toString('latin1');
    const [, block = '', sum = ''] = /<Text01>(.*kontrol )([0-9a-f]{8})/s.exec(plain) ?? [];
    const longer = block.replace('Borgerens deltagelse', 'Nyt felt: »med »ord«««.<Break/>Borgerens deltagelse');
    const words = Buffer.from(longer.replaceAll('<Break/>', '\n'), 'latin1').toString('latin1');
    const made = plain.replace(block, longer).replace(sum, kontrol('0101010001', words));
    const [reading] = await read(Buffer.from(made, 'latin1'));
    expect(reading?.levels[0]).toMatchObject({
      unknown: ['Nyt felt: »med »ord«««.'],
      participation: { text: 'Borgeren deltog' },
    });
  });

  test('a long text that was split over several Text01', async () => {
    const comment = 'Borgeren klarer sig godt. '.repeat(600).trim();
    const { bytes } = await letter('XDIS91', statementOf({ comment }), parties, options);
    expect((await read(bytes))[0]?.levels[0]?.comment).toBe(comment);
    const again = await attach(bytes, statementOf({ comment }));
    expect(again.changed).toBe(false);
    expect(await refusalOf(() => attach(bytes, statementOf({ comment: 'kort' })))).toEqual([
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
  const withLevel = accepted.filter((name) => !/interval|trukket/.test(name));

  test.each(withLevel)('%s has the codes that score gives', async (name) => {
    const processed = scoreResponse(ports, responseBytes(name));
    const given = { ...options, includeSuggestion: true, patientName: 'A|B' };
    const { bytes } = await letter('XDIS91', requireStatement(processed.assessment), parties, given);
    const bundle = toBundle(model, await read(bytes), software);
    expect(bundle.type).toBe('collection');
    expect(codes(bundle)).toEqual(codes(makeBundle(model, processed)));
  });

  test.each(everyLevel)(
    '$variant.code $level.code: one Observation, one CarePlan and its Tasks',
    async ({ variant, level }) => {
      const { bytes } = await letter('XDIS91', statementOf({}, variant.code, level.code), parties, options);
      const types = (toBundle(model, await read(bytes), software).entry ?? []).map(
        ({ resource }) => resource?.resourceType,
      );
      expect(types.filter((type) => type === 'Task')).toHaveLength(level.actions.length);
      expect(types.filter((type) => type === 'Observation' || type === 'CarePlan')).toHaveLength(2);
    },
  );

  test('a version that is not ours is refused', async () => {
    const variant = { ...variantOf('somatik'), version: '9.9.9' };
    const { bytes } = await letter('XDIS91', statementOf({ variant }), parties, options);
    const found = await read(bytes);
    expect(await refusalOf(() => toBundle(model, found, software))).toEqual([
      { code: 'block-version-unknown', place: '/Emessage' },
    ]);
  });
});

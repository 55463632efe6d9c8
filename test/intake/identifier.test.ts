import { describe, expect, test } from 'vitest';
import { problems, verdict } from './damaged.ts';

const found = (system: string, value: string) =>
  problems((response) => {
    response.identifier = { system, value };
  });

describe('the identifier of a response stands in addresses', () => {
  const spelled = [
    '2512489996',
    '251248-9996',
    '251248 9996',
    '25 12 48 9996',
    '25-12-48-99-96',
    '251248_9996',
    '251248/9996',
    '251248.9996',
    '251248–9996',
    '251248\u20119996',
    '251248\u00a09996',
    '25124\u200b89996',
    '２５１２４８９９９６',
    '251248%2D9996',
    '251248´9996',
    'svar-251248-9996-2',
    'bor%E62512489996',
    'p2512489996',
    '010101-0001',
    '01011901-0001',
    '01.01.1901-0001',
    '٠١٠١٠١-٠٠٠١',
    '0101010001',
    'urn:cpr:0101010001',
    '010101%E60001',
    '010101%252D0001',
  ];
  test.each(spelled)('%j is a CPR number there, and refused', (text) => {
    const refused = ['identifier-personal QuestionnaireResponse.identifier'];
    expect(found('https://ehr.example.dk/svar', text)).toEqual(refused);
    expect(found(`https://ehr.example.dk/${encodeURIComponent(text)}`, '1')).toEqual(refused);
  });

  test.each(['URN:OID:1.2.208.176.1.2', 'urn:oid:1.2.208.176.1.6.1.3.84'])('the system %s too', (system) => {
    expect(found(system, '7')).toEqual(['identifier-personal QuestionnaireResponse.identifier']);
  });

  test('it is seen through three escapes, as an address within addresses has them', () => {
    expect(found('https://ehr.example.dk/svar', '010101%25252D0001')).toEqual([
      'identifier-personal QuestionnaireResponse.identifier',
    ]);
  });

  test('the citizen’s own number is seen among other digits, and with a year of four digits', () => {
    expect(found('https://ehr.example.dk/svar', '25.12.1948-9996')).toEqual([
      'identifier-personal QuestionnaireResponse.identifier',
    ]);
    for (const year of [1848, 1948, 2048]) {
      expect(found('https://ehr.example.dk/svar', `25-12-${year}-9996`)).toEqual([
        'identifier-personal QuestionnaireResponse.identifier',
      ]);
    }
    expect(found('https://ehr.example.dk/svar', '1-25-1248-99961')).toEqual([
      'identifier-personal QuestionnaireResponse.identifier',
    ]);
  });

  test('a replacement number has no year to spell otherwise', () => {
    const spelled = (value: string) =>
      problems((response) => {
        response.subject = { identifier: { system: 'urn:oid:1.2.208.176.1.6.1.1', value: '2512481AB6' } };
        response.identifier = { system: 'https://ehr.example.dk/svar', value };
      });
    expect(spelled('251219481AB6')).toEqual([]);
    expect(spelled('251248-1ab6')).toEqual(['identifier-personal QuestionnaireResponse.identifier']);
  });

  test('how long it may be is told', () => {
    const { problems: told } = verdict((response) => {
      response.identifier = { system: 'https://ehr.example.dk/svar', value: 'x'.repeat(1_001) };
    });
    expect(told).toMatchObject([{ code: 'identifier-too-long', values: { maximum: '1000' } }]);
  });

  test.each([
    ['https://ehr.example.dk/svar', 'x'.repeat(1_001)],
    ['.'.repeat(1_001), '1'],
  ])('more than 1,000 characters are none', (system, value) => {
    expect(found(system, value)).toEqual(['identifier-too-long QuestionnaireResponse.identifier']);
    expect(found(system.slice(0, 1_000), value.slice(0, 1_000))).toEqual([]);
  });

  test.each([
    '8c2f7f1e-1d0a-4f5e-9a52-6a2d3c0a1b11',
    '8c010101-0001-4f5e-9a52-010101000112',
    'a0101010001bcdefa0101010001bcdef',
    '20260120103000',
    '20260120-1030',
    '2026-01-20T10:30:00',
    '20.01.2026 10:30',
    '2026-01-20-0001',
    '4412345678',
    '12-10345678',
    '5790001382445',
    'urn:oid:1.2.208.176.7.1',
    '100% 1',
    // What stands between digits keeps them apart.
    '010108c2f7f1e-1d0a-4f5e-9a52-6a2d3c0a1b1110001',
    '01010%E610001',
    // More escapes are nobody's, and would make a long text costly.
    '010101%2525252D0001',
  ])('%s holds none', (value) => {
    expect(found('https://ehr.example.dk/svar', value)).toEqual([]);
  });
});

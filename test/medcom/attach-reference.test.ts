import { describe, expect, test } from 'vitest';
import { type Attached, attachStatement } from '../../src/medcom/attach/attach.ts';
import { writeAttachment } from '../../src/medcom/attach/attachment.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { refusalOf } from './refusal.ts';
import { hospital, nancy, options, parties, statementOf } from './statements.ts';

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string) => Buffer.from(text, 'latin1');
const place = '/Emessage/ClinicalEmail';
const other = statementOf({}, 'psykiatri', '0');
const { bytes: email } = await composeLetter('XDIS91', other, parties, { ...options, letterId: 'B1' });

/** The letter with these references behind its texts. */
const withReferences = (...references: readonly string[]) =>
  bytesOf(latin1(email).replace('</ClinicalEmail>', `${references.join('')}</ClinicalEmail>`));
const reference = (description: string, target: string) =>
  `<Reference><RefDescription>${description}</RefDescription>${target}</Reference>`;
const url = '<URL>https://sundhed.dk</URL>';
const bin = (size = 5, id = 'a') => {
  const rest = `<ObjectExtensionCode>pdf</ObjectExtensionCode><OriginalObjectSize>${size}</OriginalObjectSize>`;
  return `<BIN><ObjectIdentifier>${id}</ObjectIdentifier><ObjectCode>vektor_grafik</ObjectCode>${rest}</BIN>`;
};
const ours = 'Samarbejdsniveau 2 (somatik 1.0.0) 2026-01-19.pdf';
const referencesOf = ({ bytes }: Pick<Attached, 'bytes'>) => latin1(bytes).match(/<Reference>.*?<\/Reference>/gs) ?? [];
const idOf = async (bytes: Uint8Array, statement = statementOf()) =>
  (await attachStatement(bytes, statement, { pdfSize: 5 })).reference?.objectIdentifier;

describe('the reference to a PDF', () => {
  test('stands last, with description, identifier without hyphens, kind and size', async () => {
    const attached = await attachStatement(withReferences(reference('Billede', url)), statementOf(), {
      pdfSize: 4_711,
    });
    const id = attached.reference?.objectIdentifier ?? '';
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    const own = reference('Samarbejdsniveau 3 (somatik 1.0.0) 2026-01-20.pdf', bin(4_711, id.replaceAll('-', '')));
    expect(referencesOf(attached)).toEqual([reference('Billede', url), own]);
    expect(latin1(attached.bytes)).toContain(`${own}</ClinicalEmail>`);
  });

  test('has the identifier of its statement, letter, sender and citizen, and no other', async () => {
    const make = async (number: string, gln: string, letterId: string) => {
      const identifier = { system: 'urn:oid:1.2.208.176.1.2', value: number };
      const citizen = { ...nancy, cpr: number, identifiers: [identifier] };
      const sender = { ...hospital, identifier: [{ system: 'https://www.gs1.org/gln', value: gln }] };
      const { bytes } = await composeLetter(
        'XDIS91',
        { ...other, citizen },
        { ...parties, sender },
        { ...options, letterId },
      );
      return { bytes, statement: statementOf({ citizen }) };
    };
    const [first, ...others] = await Promise.all([
      make('0101010001', '5790001382445', 'B1'),
      make('0202020002', '5790001382445', 'B1'),
      make('0101010001', '5790000121441', 'B1'),
      make('0101010001', '5790001382445', 'B2'),
    ]);
    if (first === undefined) throw new Error('no letter');
    const { bytes, statement } = first;
    const ids = await Promise.all([
      ...others.map((each) => idOf(each.bytes, each.statement)),
      idOf(bytes, { ...statement, identity: 'https://ehr.example/responses|other' }),
      idOf(bytes, { ...statement, comment: 'x' }),
    ]);
    expect(new Set([...ids, await idOf(bytes, statement)]).size).toBe(6);
    expect(await idOf(bytes, statement)).toBe(await idOf(bytes, statement));
  });

  test('that is ours and of the variant is replaced where it stands, any other is left alone', async () => {
    const left = [
      reference(ours, url),
      reference(ours.replace('somatik', 'psykiatri'), bin(5, '1')),
      reference(`Se ${ours}`, bin(5, '2')),
      reference(`${ours} 2`, bin(5, '3')),
      reference('Samarbejdsniveau (somatik 1.0.0) 2026-01-19.pdf', bin(5, '4')),
      reference('Samarbejdsniveau 2 (somatik) 2026-01-19.pdf', bin(5, '5')),
      reference('Samarbejdsniveau 2 (somatik 1.0.0) 19-01-2026.pdf', bin(5, '6')),
      reference('Samarbejdsniveau 2 (somatik 1.0.0) 2026-01-19.pdf ', bin(5, '7')).replace('.pdf ', '.doc'),
    ];
    const made = referencesOf(
      await attachStatement(withReferences(...left, reference(ours, bin())), statementOf(), { pdfSize: 5 }),
    );
    expect(made.slice(0, -1)).toEqual(left);
    expect(made.at(-1)).toContain('Samarbejdsniveau 3 (somatik 1.0.0) 2026-01-20.pdf');
    const added = referencesOf(await attachStatement(withReferences(...left), statementOf(), { pdfSize: 5 }));
    expect(added).toEqual([...left, made.at(-1)]);
    const high = reference(ours.replace('niveau 2', 'niveau 12'), bin());
    const first = await attachStatement(withReferences(high, ...left), statementOf(), { pdfSize: 5 });
    expect(referencesOf(first)).toEqual([made.at(-1), ...left]);
  });

  test.each([
    ['nine of others take a tenth', 9, []],
    ['ten of which one is ours have it replaced', 9, [reference(ours, bin())]],
  ])('%s', async (_, count, more) => {
    const there = Array.from({ length: count }, (_, index) => reference(`Nr. ${index}`, url));
    const made = await attachStatement(withReferences(...there, ...more), statementOf(), { pdfSize: 5 });
    expect(referencesOf(made)).toHaveLength(10);
  });

  test('is refused where ten of others stand, with how many there may be', async () => {
    const there = withReferences(...Array.from({ length: 10 }, (_, index) => reference(`Nr. ${index}`, url)));
    expect(await refusalOf(() => attachStatement(there, statementOf(), { pdfSize: 5 }))).toEqual([
      { code: 'references-full', place },
    ]);
    expect((await attachStatement(there, statementOf())).changed).toBe(true);
  });

  test('is refused where another one of ours would stay beside it', async () => {
    const two = withReferences(reference(ours, bin(5, '1')), reference(ours, bin(5, '2')));
    for (const given of [{ pdfSize: 5 }, {}]) {
      expect(await refusalOf(() => attachStatement(two, statementOf(), given))).toEqual([
        { code: 'reference-stale', place: 'option:pdfLetter' },
      ]);
    }
    const id = (await idOf(email))?.replaceAll('-', '');
    const second = withReferences(reference(ours, bin(5, id)), reference(ours, bin(5, '2')));
    expect(await refusalOf(() => attachStatement(second, statementOf()))).toEqual([
      { code: 'reference-stale', place: 'option:pdfLetter' },
    ]);
  });

  test('takes the place of one that declares its namespace for itself', async () => {
    const attached = latin1((await attachStatement(email, statementOf(), { pdfSize: 5 })).bytes);
    const namespace = /xmlns="([^"]*)"/.exec(attached)?.[1] ?? '';
    const declaring = attached.replace(/<Reference>.*?<\/Reference>/, (text) =>
      text.replace(/<(\/?)(?=[A-Za-z])/g, '<$1r:').replace('<r:Reference', `<r:Reference xmlns:r="${namespace}"`),
    );
    expect(declaring).toContain('<r:BIN>');
    const again = await attachStatement(bytesOf(declaring), statementOf({ comment: 'x' }), { pdfSize: 6 });
    const plain = await attachStatement(bytesOf(attached), statementOf({ comment: 'x' }), { pdfSize: 6 });
    expect(latin1(again.bytes)).toBe(latin1(plain.bytes));
  });

  test('has the prefix of the letter', async () => {
    const prefixed = (text: string) => text.replace(/<(\/?)([A-Za-z])/g, '<$1m:$2').replace('xmlns=', 'xmlns:m=');
    const bytes = bytesOf(prefixed(latin1(withReferences())));
    const attached = latin1((await attachStatement(bytes, statementOf(), { pdfSize: 5 })).bytes);
    const again = await attachStatement(bytesOf(attached), statementOf({ comment: 'x' }), { pdfSize: 6 });
    for (const text of [attached, latin1(again.bytes)]) expect(text).not.toMatch(/<\/?[A-Z]/);
    expect(attached).toMatch(/<m:Reference><m:RefDescription>Samarbejdsniveau 3 .*<m:BIN><m:ObjectIdentifier>/);
  });
});

describe('without a PDF', () => {
  test('a reference to that of the same level stays beside it', async () => {
    const withPdf = await attachStatement(email, statementOf(), { pdfSize: 5 });
    const again = await attachStatement(withPdf.bytes, statementOf());
    expect([again.changed, again.reference]).toEqual([false, undefined]);
  });

  test.each([
    ['an older level', reference(ours, bin())],
    ['none that can be told', reference(ours, bin(5, 'b'))],
  ])('a reference to that of %s is not left beside a newer one', async (_, there) => {
    expect(await refusalOf(() => attachStatement(withReferences(there), statementOf()))).toEqual([
      { code: 'reference-stale', place: 'option:pdfLetter' },
    ]);
    expect((await attachStatement(withReferences(there), other)).changed).toBe(false);
  });

  test('no attachment is written, and that is a mistake of the caller’s', async () => {
    const attached = await attachStatement(email, statementOf());
    await expect(async () => writeAttachment(attached, bytesOf('%PDF'), options.time)).rejects.toThrow(
      'refers to no PDF',
    );
  });
});

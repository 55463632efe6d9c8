import { describe, expect, test } from 'vitest';
import { openCareMessage } from '../../../src/medcom/fhir/open.ts';
import { readCareMessage } from '../../../src/medcom/fhir/read.ts';
import { writeMessage } from '../../../src/medcom/message/write.ts';
import { readLetters } from '../../../src/medcom/read/read.ts';
import { newLetters } from '../../../src/medcom/tables/letters.ts';
import { ports } from '../../ports.ts';
import { changed, communicationIn, composed, pdf, segmentsLike, statement, statementIn } from './messages.ts';

/**
 * What the VANS network makes of a CareCommunication, by MedCom's mapping of January 2026: an XDIS91 whose Text01 has
 * the texts of the message, each with its author behind it.
 */
async function toXdis91(
  bundle: ReturnType<typeof composed>,
  texts: readonly (readonly string[])[],
): Promise<Uint8Array> {
  const { sender, receiver, citizen } = openCareMessage(bundle);
  const party = (gln: string) => ({ EANIdentifier: gln, Identifier: gln, IdentifierCode: 'lokationsnummer' });
  const at = { Date: '2026-02-01', Time: '10:00' };
  const letter = { Identifier: 'Brev0001', VersionCode: 'XD9134L', StatisticalCode: 'XDIS91', Authorisation: at };
  return writeMessage(newLetters.XDIS91, {
    Envelope: { Sent: at, Identifier: 'Kuvert0001', AcknowledgementCode: 'pluspositivkvitt' },
    ClinicalEmail: {
      Letter: { ...letter, TypeCode: 'XDIS91', StatusCode: 'nytbrev' },
      Sender: { ...party(sender.gln), OrganisationName: 'MedCom testcenter' },
      Receiver: party(receiver.gln),
      Patient: {
        [citizen.kind === 'cpr' ? 'CivilRegistrationNumber' : 'AlternativeIdentifier']: citizen.value,
        ...{ PersonSurnameName: 'Berggren', EpisodeOfCareStatusCode: 'inaktiv' },
      },
      AdditionalInformation: { Subject: 'carecoordination, Samarbejdsniveau' },
      ClinicalInformation: texts.map((lines) => ({ Text01: lines })),
    },
  });
}

const signature = ['Forfatter: Michael Burns', 'Stilling: ukendt'];
const textsOf = (bundle: ReturnType<typeof composed>) =>
  openCareMessage(bundle).segments.flatMap(({ text }) => (text === undefined ? [] : [text]));
const wrapped = (lines: readonly string[], width: number) =>
  lines.flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? ['']);

/** All that is told, white space apart: a cut word of a person's own text is not put together again. */
const bare = (levels: unknown) => JSON.stringify(levels).replace(/\s/g, '');

const told = [statement, { ...statementIn('psykiatri-4-aftalt'), citizen: statement.citizen }];

describe.each(told)('a level ($variant.code) is the same on both sides of the conversion', (level) => {
  const bundle = composed({ time: '2026-11-20T10:00:00Z', text: 'Kære kollega – "se" herunder…' }, { pdf }, level);
  const [expected] = readCareMessage(ports.model, bundle).levels;
  const lines = textsOf(bundle).flatMap((text) => [...text.split('\n'), ...signature]);

  test.each<[string, readonly (readonly string[])[]]>([
    ['as it is', [lines]],
    ['wrapped at 70 characters', [wrapped(lines, 70)]],
    ['cut within words', [wrapped(lines, 13)]],
    ['split over two texts', [lines.slice(0, 9), lines.slice(9)]],
    ['without its line breaks', [[lines.join(' ')]]],
    ['with blanks stripped and added', [lines.map((line) => `  ${line.replaceAll(' ', '  ')}\t`)]],
  ])('to XDIS91: %s', async (_, texts) => {
    const [reading] = await readLetters(ports.model, await toXdis91(bundle, texts));
    expect(bare(reading?.levels)).toBe(bare([expected]));
  });

  test.each<[string, (text: string) => readonly string[]]>([
    ['as it is', (text) => [text]],
    ['in the text of the letter', (text) => [`Kære kollega\n${text}\nHilsen`]],
    ['wrapped', (text) => [wrapped(text.split('\n'), 40).join('\n')]],
    ['without its line breaks', (text) => [text.replaceAll('\n', ' ')]],
    ['split over two segments', (text) => [text.slice(0, 500), text.slice(500)]],
  ])('from XDIS91: %s', (_, change) => {
    const block = textsOf(bundle)[1] ?? '';
    const converted = changed(bundle, (copy) => {
      const [payload] = communicationIn(copy).payload ?? [];
      if (payload !== undefined) {
        communicationIn(copy).payload = segmentsLike(payload, change(block));
      }
    });
    expect(bare(readCareMessage(ports.model, converted).levels)).toBe(bare([expected]));
  });
});

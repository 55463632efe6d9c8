import { describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import type { AttachOptions } from '../../src/medcom/attach/options.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { dischargeLetters, xdis01 } from '../../src/medcom/tables/discharge.ts';
import { letterTables } from '../../src/medcom/tables/letters.ts';
import { sentence } from '../../src/outcome/outcome.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { filledLetter } from './filled.ts';
import { problemsOf, refusalOf } from './refusal.ts';
import { fullStatement, nancy, options, parties, statementOf, variantOf } from './statements.ts';

const email = (
  await composeLetter('XDIS91', statementOf({ comment: 'x' }, 'psykiatri', '0'), parties, {
    ...options,
    letterId: 'B1',
  })
).bytes;
const epikrise = (await composeLetter('XDIS01', statementOf({}, 'psykiatri', '0'), parties, options)).bytes;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const bytesOf = (letterText: string) => Buffer.from(letterText, 'latin1');
const changed = (from: string | RegExp, to: string, bytes = email) => bytesOf(text(bytes).replace(from, to));
const other = { ...nancy, cpr: '0202020002' };
const place = '/Emessage/ClinicalEmail';

/** The one letter of a message, once more behind it. */
const doubled = (id: string) =>
  changed(/(<ClinicalEmail>.*<\/ClinicalEmail>)/s, '$1$1')
    .toString('latin1')
    .replace(/B1(?!.*B1)/s, id);

const least = (version: string) => filledLetter(version, 'least');
const most = (version: string) => filledLetter(version, 'most');

describe('attach refuses', async () => {
  const notice =
    '<Emessage xmlns="http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2005/08/07/"><Envelope/><NotificationOfAdmission/></Emessage>';
  const attached = (await attachStatement(email, statementOf(), {})).bytes;
  const inSharedPlace = (await attachStatement(await least('XH1530R'), statementOf(), {})).bytes;
  const withPdf = (await attachStatement(epikrise, statementOf(), { pdfSize: 5 })).bytes;
  const recommended = (
    await attachStatement(epikrise, statementOf(), { recommend: ['henvisning-epikrise'], priority: 'Akut' })
  ).bytes;
  const suggested = statementOf({ basis: 'forslag' });
  const older = statementOf({ day: '2026-01-19' });
  const declined = variantOf('somatik').choices.decisions.find(({ code }) => code === 'nej');
  const newer = statementOf({ day: '2026-01-21' });

  test.each<[string, string, string, Uint8Array, LevelStatement, AttachOptions]>([
    [
      'a withdrawn response',
      'letter-withdrawn',
      'QuestionnaireResponse.status',
      email,
      statementOf({ status: 'entered-in-error' }),
      {},
    ],
    ['a suggestion', 'letter-suggestion-only', 'option:includeSuggestion', email, suggested, {}],
    ['what is not well-formed', 'xml-malformed', '/', email.subarray(0, 900), statementOf(), {}],
    ['a DOCTYPE', 'xml-doctype', '/', changed('<Emessage', '<!DOCTYPE Emessage><Emessage'), statementOf(), {}],
    ['an unknown letter', 'letter-unknown', '/', changed(/ClinicalEmail>/g, 'Hemmelig>'), statementOf(), {}],
    ['no message', 'letter-unknown', '/', bytesOf('<a/>'), statementOf(), {}],
    ['an unknown namespace', 'letter-unknown', '/', changed('2006/07/01', '2099/07/01'), statementOf(), {}],
    ['a notice', 'letter-never-carries', '/Emessage', bytesOf(notice), statementOf(), {}],
    [
      'an unknown version',
      'letter-version-unknown',
      `${place}/Letter/VersionCode`,
      changed('XD9134L', 'XD9199L'),
      statementOf(),
      {},
    ],
    [
      'a letter that its table refuses',
      'letter-element-missing',
      `${place}/Sender/OrganisationName`,
      changed(/<OrganisationName>MedCom.*?<\/OrganisationName>/, ''),
      statementOf(),
      {},
    ],
    [
      'an envelope that its table refuses',
      'letter-code-unknown',
      '/Emessage/Envelope/AcknowledgementCode',
      changed('pluspositivkvitt', 'ja'),
      statementOf(),
      {},
    ],
    [
      'an impossible CPR',
      'letter-cpr-impossible',
      `${place}/Patient/CivilRegistrationNumber`,
      changed('0101010001<', '9901010001<'),
      statementOf(),
      {},
    ],
    [
      'the same letter id twice',
      'letter-id-twice',
      `${place}[2]/Letter/Identifier`,
      bytesOf(doubled('B1')),
      statementOf(),
      {},
    ],
    ['another citizen', 'wrong-citizen', `${place}/Patient`, email, statementOf({ citizen: other }), {}],
    [
      'a replacement number for a CPR',
      'wrong-citizen',
      `${place}/Patient`,
      email,
      statementOf({ citizen: { ...other, replacement: { system: 'x', value: '0101010001' } } }),
      {},
    ],
    [
      'several letters about the citizen',
      'several-letters',
      'option:letter',
      bytesOf(doubled('B2')),
      statementOf(),
      {},
    ],
    ['a letter that is not there', 'letter-named-unknown', 'option:letter', email, statementOf(), { letter: 'B9' }],
    ['no category', 'category-missing', 'option:category', await least('XH1531R'), statementOf(), {}],
    [
      'a category that there is not, for a letter that has none',
      'letter-code-unknown',
      'option:category',
      await least('XD0134L'),
      statementOf(),
      { category: 'banana' },
    ],
    [
      'an unknown category',
      'letter-code-unknown',
      'option:category',
      await least('XD1531L'),
      statementOf(),
      { category: 'Hemmelig' },
    ],
    ['a block that is too long', 'no-room', place, email, fullStatement('ord '.repeat(900)), {}],
    [
      'a letter whose texts are full',
      'no-room',
      '/Emessage/DischargeLetter',
      text(await most('XD0134L')).length > 0
        ? bytesOf(text(await most('XD0134L')).replaceAll('<Text01>', `<Text01>${'x'.repeat(3_100)}`))
        : email,
      statementOf(),
      {},
    ],
    ['an older level', 'older-than-present', place, attached, older, {}],
    [
      'a block that was edited',
      'block-changed',
      place,
      changed('samarbejdsniveau 3', 'samarbejdsniveau 2', attached),
      newer,
      {},
    ],
    [
      'a block that was formatted',
      'block-moved',
      place,
      changed(/<Text01>(Differentieringsmodellen somatik.*?)<Break\/>/, '<Text01><Bold>$1</Bold> ', attached),
      newer,
      {},
    ],
    [
      'a block in CDATA',
      'block-moved',
      place,
      changed(/<Text01>(Differentieringsmodellen somatik: [^<]*)/, '<Text01><![CDATA[$1]]>', attached),
      newer,
      {},
    ],
    [
      'two blocks of the variant',
      'several-blocks',
      '/Emessage/MunicipalityReferral',
      changed(/<Anamnesis>(.*)<\/Anamnesis>/s, '<Anamnesis>$1<Break/>$1</Anamnesis>', inSharedPlace),
      newer,
      {},
    ],
    [
      'a PDF where there is no Reference',
      'no-reference',
      '/Emessage/ReportOfDischarge',
      await least('XD1830C'),
      statementOf(),
      { pdfSize: 5 },
    ],
    [
      'a PDF where references are full',
      'references-full',
      '/Emessage/HospitalReferral',
      await most('XH0131R'),
      statementOf(),
      { pdfSize: 5 },
    ],
    [
      'an older level of the same day',
      'older-than-present',
      place,
      attached,
      statementOf({ authored: '2026-01-20T09:00:00+01:00' }),
      {},
    ],
    [
      'an older level of the same day in another zone',
      'older-than-present',
      place,
      attached,
      statementOf({ authored: '2026-01-20T10:29:59+02:00' }),
      {},
    ],
    [
      'another level beside a PDF of the same day',
      'reference-stale',
      'option:pdfLetter',
      withPdf,
      statementOf({ comment: 'x' }),
      {},
    ],
    ['a newer level beside an older PDF', 'reference-stale', 'option:pdfLetter', withPdf, newer, {}],
    [
      'a recommendation where there is none',
      'recommendation-unavailable',
      'option:recommend',
      email,
      statementOf(),
      { recommend: ['henvisning-epikrise'], priority: 'Akut' },
    ],
    [
      'a recommendation without priority',
      'recommendation-priority',
      'option:priority',
      epikrise,
      statementOf(),
      { recommend: ['henvisning-epikrise'] },
    ],
    [
      'a priority without recommendation',
      'recommendation-priority',
      'option:priority',
      epikrise,
      statementOf(),
      { priority: 'Akut' },
    ],
    [
      'an unknown priority',
      'recommendation-priority',
      'option:priority',
      epikrise,
      statementOf(),
      { recommend: ['henvisning-epikrise'], priority: 'Nu' },
    ],
    [
      'an action of another level',
      'recommendation-unknown',
      'option:recommend',
      epikrise,
      statementOf(),
      { recommend: ['tvaerfagligt-team'], priority: 'Akut' },
    ],
    [
      'an action that was decided against',
      'recommendation-declined',
      'option:recommend',
      epikrise,
      statementOf({ actions: statementOf().actions.map((each) => ({ ...each, decision: declined })) }),
      { recommend: ['netvaerksmoede'], priority: 'Akut' },
    ],
    [
      'an action of other parties than the GP',
      'recommendation-not-gp',
      'option:recommend',
      epikrise,
      statementOf(),
      { recommend: ['henvisning-epikrise', 'information-til-borgeren'], priority: 'Akut' },
    ],
    [
      'a newer level of the same day beside a recommendation',
      'recommendation-stale',
      'option:recommend',
      recommended,
      statementOf({ authored: '2026-01-20T10:30:01+01:00' }),
      {},
    ],
    [
      'another priority than the sender’s',
      'priority-differs',
      '/Emessage/DischargeLetter/ActionPriority/ActionPriorityCode',
      changed(
        '</Patient>',
        '</Patient><ActionPriority><ActionPriorityCode>Rutine</ActionPriorityCode></ActionPriority>',
        epikrise,
      ),
      statementOf(),
      { recommend: ['henvisning-epikrise'], priority: 'Akut' },
    ],
    [
      'a newer level beside an older recommendation',
      'recommendation-stale',
      'option:recommend',
      recommended,
      newer,
      {},
    ],
    [
      'a character that XML cannot hold',
      'xml-character',
      'QuestionnaireResponse',
      email,
      statementOf({ comment: 'x\uffff' }),
      {},
    ],
  ])('%s: %s', async (_, code, at, bytes, assessment, given) => {
    expect(await refusalOf(() => attachStatement(bytes, assessment, given))).toEqual([{ code, place: at }]);
    const problems = await problemsOf(() => attachStatement(bytes, assessment, given));
    for (const language of ['da', 'en'] as const) {
      const said = problems.map((problem) => sentence(problem, language)).join();
      expect(said).not.toMatch(/…|0101010001|0202020002|Hemmelig|Berggren/);
    }
  });

  test('what does not fit, and says which answers are long and how to shorten the text', async () => {
    const statement = { ...fullStatement('kort'), comment: 'Lang kommentar. '.repeat(200) };
    const problems = await problemsOf(() => attachStatement(email, statement));
    expect(problems).toMatchObject([{ code: 'no-room', place: { xpath: place }, values: { most: '3150' } }]);
    const said = problems.map((problem) => sentence(problem, 'en', (option) => `--${option}`)).join();
    expect(said).toContain('kommentar: 3200, niveau.begrundelse: 4');
    expect(said).toContain('--brief');
    const { bytes } = await attachStatement(email, statement, { brief: true });
    expect(text(bytes)).toContain('Belastning, begrundelser og kommentar er udeladt.');
  });

  test('nothing of a letter that its encoding cannot hold, but says so', async () => {
    const { bytes, warnings } = await attachStatement(email, statementOf({ comment: 'Ł – “€” 😀 Ł' }));
    expect(warnings).toEqual([
      { code: 'character-outside', place: { xpath: place }, values: { characters: 'U+0141, U+1F600' } },
    ]);
    expect(text(bytes)).toContain('Kommentar: »&#321; - "EUR" &#128512; &#321;«');
    const unicode = Buffer.from(text(email).replace('ISO-8859-1', 'UTF-8'), 'utf8');
    const kept = await attachStatement(unicode, statementOf({ comment: 'Ł – “€” 😀 Ł' }));
    expect(kept.warnings).toEqual([]);
    expect(Buffer.from(kept.bytes).toString('utf8')).toContain('Kommentar: »Ł – “€” 😀 Ł«');
  });

  test('every letter of 2018/08/06 takes a recommendation, and no other', () => {
    const taking = letterTables.filter(({ rows }) =>
      rows.some((row) => 'name' in row && row.name === 'RecommendedAction'),
    );
    expect(taking).toEqual(dischargeLetters.slice(0, 3));
    expect(taking[0]).toBe(xdis01);
  });
});

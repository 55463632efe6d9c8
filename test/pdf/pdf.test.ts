import { describe, expect, test } from 'vitest';
import { requireStatement } from '../../src/medcom/block/level.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { loadFonts } from '../../src/pdf/fonts.ts';
import { pdf } from '../../src/pdf/pdf.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { scoreResponse } from '../../src/work/score.ts';
import { accepted, responseBytes } from '../fixtures.ts';
import { refusalOf } from '../medcom/refusal.ts';
import { everyLevel, fullStatement, nancy, noSuggestion, statementOf } from '../medcom/statements.ts';
import { ports } from '../ports.ts';
import { describeWithPoppler, pagesOf, tell } from './pdf-text.ts';

const fonts = loadFonts();
const make = (statement: LevelStatement, suggestion = noSuggestion) => pdf(statement, suggestion, fonts);
const scenario = (name: string) => {
  const { assessment } = scoreResponse(ports, responseBytes(name));
  return make(requireStatement(assessment), assessment.suggestion);
};
const long = 'Borgeren har ønsket, at ægtefællen deltager. '.repeat(60);

describe('a PDF', () => {
  test('is the same bytes for the same assessment', async () => {
    const [one, other] = await Promise.all([make(fullStatement('æøå')), make(fullStatement('æøå'))]);
    expect(Buffer.compare(one, other)).toBe(0);
    expect(Buffer.compare(one, await make(fullStatement('æøå!')))).not.toBe(0);
  });

  test('holds well-formed XMP metadata, without a word of the citizen', async () => {
    const bytes = await make(statementOf({ comment: '</pdf:Keywords> & <x> "q" \uFFFE ]]>' }));
    const file = Buffer.from(bytes).toString('utf8');
    const xmp = /<x:xmpmeta.*<\/x:xmpmeta>/s.exec(file)?.[0] ?? '';
    await expect(parseXml(Buffer.from(xmp))).resolves.toBeDefined();
    expect(xmp).toContain('Samarbejdsniveau 3 (somatik)');
    expect(xmp).not.toMatch(/Keywords|Nancy|2512489996/);
  });

  test.each<[string, string, string, Partial<LevelStatement>]>([
    ['a withdrawn response', 'letter-withdrawn', 'QuestionnaireResponse.status', { status: 'entered-in-error' }],
    [
      'a citizen without a number',
      'letter-citizen-number',
      'QuestionnaireResponse.subject',
      { citizen: { ...nancy, cpr: undefined } },
    ],
    [
      'a date without its day',
      'letter-date-partial',
      "QuestionnaireResponse.descendants().where(linkId = 'revurdering')",
      { reassessment: '2026-07' },
    ],
  ])('of %s is refused: %s', async (_, code, place, change) => {
    expect(await refusalOf(() => make(statementOf(change)))).toEqual([{ code, place }]);
  });

  test('of a second that is a leap second has a date of creation', async () => {
    const bytes = await make(statementOf({ authored: '2016-12-31T23:59:60Z' }));
    expect(Buffer.from(bytes).toString('latin1')).toContain('(D:20161231235959Z)');
  });
});

describeWithPoppler('the page', () => {
  test.each(everyLevel)(
    'of $variant.code $level.code is one, with all that the model says',
    async ({ variant, level }) => {
      const assessment = statementOf({}, variant.code, level.code);
      const [page = '', ...more] = pagesOf(await make(assessment));
      expect(more).toEqual([]);
      const said = [
        variant.title.da,
        `Differentieringsmodellen ${variant.code} ${variant.version}`,
        `Samarbejdsniveau ${level.code} af 0-4`,
        'Vurderet 20. januar 2026',
        ...level.texts.map(({ label, text }) => `${label.da}: ${text.da}`),
        ...level.actions.map(({ text }) => text.da),
        'kan ikke stå alene',
      ];
      for (const words of said) expect(unwrapped(page)).toContain(unwrapped(words));
    },
  );

  test.each(accepted.filter((name) => !/interval|trukket/.test(name)))('of %s is one page', async (name) => {
    expect(pagesOf(await scenario(name)).length).toBe(1);
  });

  test('tells everything that the response says', async () => {
    const [page = ''] = pagesOf(await scenario('somatik-3-aftalt'));
    for (const words of [
      'Nancy Ann Berggren',
      'CPR-nummer 251248-9996',
      'Aftalt 22. januar 2026',
      'Vurderet af Michael Burns',
      '20. januar 2026 kl. 10.30',
      'Flere indlæggelser det seneste halve år.',
      'Niveau 3, 22. januar 2026, mellem almen praksis, hospitaler, kommune',
      'Borgeren deltog',
      'Borgeren ønsker at blive i eget hjem.',
      'Sygeplejerske, hjemmesygeplejen Odense Vest',
      'genoptræningsplan, udskrivningsaftale/koordinationsplan',
      '20. april 2026',
      'Besluttet: ja',
      'Begrundelse: Ønsket af datteren.',
      'Anbefalinger til samarbejdet (5)',
      '1. Henvisning og epikrise',
      'Belastning efter ressourcer (0 ingen, 4 fuldstændig)',
      'Grad af støttende netværk',
      '2 - delvist støttende netværk',
      'afgørende for denne borger (tæller 2)',
      'Begrundelse: KOL i svær grad og hjertesvigt.',
      'Vurderet til mindst 3: sværhedsgrad af sygdom(me) (3), sociale problematikker (3), funktionsniveau (3).',
      'Belastningsscore 14 af 28',
      'Aftalen følges op efter tre måneder.',
      'Side 1 af 1',
    ]) {
      expect(page).toContain(words);
    }
  });

  test('says what a suggestion is not', async () => {
    const [page = ''] = pagesOf(await scenario('somatik-0-forslag'));
    expect(page).toContain(
      'Kun forslag 20. januar 2026. Beregnet forslag: hverken vurderet af en fagperson eller aftalt.',
    );
    expect(page).toContain('Besvaret af Michael Burns');
    expect(page).toContain('Niveauet er endnu ikke aftalt mellem parterne');
  });

  test.each<[string, string]>([
    ['2026-01-20T10:30:00+01:00', '20. januar 2026 kl. 10.30'],
    ['2026-07-20T10:30:00+02:00', '20. juli 2026 kl. 10.30'],
    ['2026-01-20T23:30:00Z', '21. januar 2026 kl. 00.30'],
    ['2026-01-20T23:30:00-05:00', '21. januar 2026 kl. 05.30'],
  ])('shows %s as %s', async (authored, text) => {
    const [page = ''] = pagesOf(await make(statementOf({ authored })));
    expect(page).toMatch(new RegExp(`${text.replace(/[().+]/g, '\\$&')} Fagpersonens`));
  });

  test('has the citizen on every page and loses nothing of long texts', async () => {
    const citizen = { ...nancy, display: `Nancy ${'Ann '.repeat(40)}Berggren` };
    const pages = pagesOf(await make({ ...fullStatement(long.repeat(3)), citizen }));
    expect(pages.length).toBeGreaterThan(3);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('CPR-nummer 010101-0001');
      expect(page).toContain(`Side ${index + 1} af ${pages.length}`);
      expect(page.match(/Ann /g)?.length).toBe(40);
    }
    const all = pages.join(' ');
    // The reason of the level, of one action, the remark, the coordinator and the comment.
    const wanted = 5 * 3 * 60;
    const found = all.match(/ægtefællen/g)?.length ?? 0;
    expect(found).toBe(wanted);
  });

  test('leaves no page empty and lets no text run into the margins', async () => {
    for (const length of [1, 3, 5, 7, 9, 11, 14, 20]) {
      const pages = pagesOf(await make(fullStatement(long.slice(0, length * 130))));
      for (const page of pages) expect(page.length).toBeGreaterThan(250);
    }
  });

  test('names a replacement number as such', async () => {
    const [page = ''] = pagesOf(await scenario('somatik-erstatnings-cpr'));
    expect(page).toContain('Erstatnings-CPR-nummer');
  });

  test('is A4, tagged, in Danish, with title and embedded fonts', async () => {
    const bytes = await scenario('psykiatri-4-aftalt');
    const info = tell('pdfinfo', bytes);
    expect(info).toMatch(/Title: +Samarbejdsniveau 4 \(psykiatri\)/);
    expect(info).toMatch(/Tagged: +yes/);
    expect(info).toMatch(/Page size: +595\.28 x 841\.89 pts \(A4\)/);
    expect(Buffer.from(bytes).toString('latin1')).toMatch(
      /\/Lang \(da\)[\s\S]*\/DisplayDocTitle true|\/DisplayDocTitle true[\s\S]*\/Lang \(da\)/,
    );
    const structure = tell('pdfinfo', bytes, '-struct');
    for (const tag of ['H1', 'H2', 'Table', 'TH', 'TD', 'LI', 'LBody']) expect(structure).toContain(tag);
    const lines = tell('pdffonts', bytes).split('\n').slice(2).filter(Boolean);
    expect(lines.length).toBe(2);
    for (const line of lines) expect(line).toMatch(/DejaVuSansCondensed.* yes yes yes /);
  });
});

/** Poppler breaks words at hyphens and lines; both are compared without white space. */
function unwrapped(text: string): string {
  return text.replace(/\s+/g, '');
}

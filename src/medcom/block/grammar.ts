/**
 * The block's grammar for reading (LETTERS.md, c). A blank in an expression stands for any run of space, tab, CR and LF, so that a dropped
 * Break and wrapped lines read the same; a no-break space is no white space.
 */

const blank = '[ \\t\\r\\n]+';

function line(source: string): RegExp {
  return new RegExp(source.replaceAll(' ', blank), 'y');
}

/** A quoted text; its words are the group. */
const quoted = '»((?:[^«]|««)*)«(?!«)';
// \x20 stands for the one blank that is not a run.
const word = '([^\\x20\\t\\r\\n]+)';
const date = '(\\d{4}-\\d{2}-\\d{2})';

/** What a level's block begins with: variant, version, level, status, date. */
export const levelMarker = line(
  `Differentieringsmodellen ${word} ${word}: samarbejdsniveau (\\d+) \\((forslag|vurderet|aftalt)\\) ${date}(?=[\\x20\\t\\r\\n])`,
);

/** What a recommendation to the citizen's own GP begins with: variant, version, date. */
export const recommendationMarker = line(
  `Differentieringsmodellen ${word} ${word}: til egen læge ${date}(?=[\\x20\\t\\r\\n])`,
);

/** The end line, with its kontrol. */
export const endLine = line('Differentieringsmodellen slut \\(form 1\\), kontrol ([0-9a-f]{8})\\.');

export const lines = {
  basis: line(`(Borgerens mestring|Grundlag|Borgerens rolle): ${quoted}\\.`),
  head: line('Handlinger \\((\\d+)\\), forslag til parterne:'),
  action: line(
    `(\\d+)\\. (skal overvejes|skal|kan): ${quoted}\\.(?: Beslutning: (ja|nej|afventer)\\.)?(?: Begrundelse: ${quoted}\\.)?`,
  ),
  participation: line(`Borgerens deltagelse: ${quoted}\\.(?: Bemærkning: ${quoted}\\.)?`),
  assessed: line(`Vurderet: niveau (\\d+) den ${date}\\.`),
  reason: line(`Begrundelse for niveauet: ${quoted}\\.`),
  agreed: line(`Aftalt: niveau (\\d+) den ${date}(?: mellem (»(?:[^«]|««)*«(?!«)(?:, »(?:[^«]|««)*«(?!«))*))?\\.`),
  coordinator: line(`Koordinerende fagperson: ${quoted}\\.`),
  reassessment: line(`Revurderes: ${date}\\.`),
  tool: line(`Redskaber: ${quoted}\\.`),
  comment: line(`Kommentar: ${quoted}\\.`),
  caveat: line('Modellen er et dialogredskab med anbefalinger og kan ikke stå alene\\.'),
} as const;

/** One quoted text at a position. */
export const quote = line(quoted);

/** Matches at `at` alone. */
export function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | undefined {
  expression.lastIndex = at;
  return expression.exec(text) ?? undefined;
}

/** White space as the reading rules count it. */
export function collapse(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');
}

/** The words between the quotes. */
export function unquote(words: string): string {
  return collapse(words.replaceAll('««', '«'));
}

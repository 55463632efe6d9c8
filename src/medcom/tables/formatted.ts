const breaks: readonly string[] = ['Space', 'Break'];
const styles: readonly string[] = ['Right', 'Center', 'Bold', 'Italic', 'Underline'];

/**
 * FormattedTextType of every namespace: what may stand in it, and in each of those. Text may stand in all but Space and
 * Break.
 */
export const formattedText: ReadonlyMap<string, readonly string[]> = new Map([
  ['', [...breaks, ...styles, 'FixedFont']],
  ...breaks.map((name) => [name, []] as const),
  ...styles.map((name) => [name, breaks] as const),
  ['FixedFont', [...breaks, ...styles]],
]);

/** Elements that hold nothing. */
export const emptyElements: ReadonlySet<string> = new Set(breaks);

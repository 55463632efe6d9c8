/** Measures in points. A4; the margins leave room for the citizen above and the page number below. */
export const page = { size: 'A4', margins: { top: 74, bottom: 56, left: 45, right: 45 } } as const;

export const left = page.margins.left;
/** The width between the margins; A4 is 595.28 wide. */
export const width = 595.28 - page.margins.left - page.margins.right;

/**
 * Dark enough on white, and on each other's tints, for people who see poorly (WCAG AA), and told apart when printed in
 * grey.
 */
export const colors = {
  text: '#1B2429',
  quiet: '#54616A',
  accent: '#0B4F6C',
  tint: '#E8F1F5',
  line: '#B9C8D0',
  white: '#FFFFFF',
} as const;

export interface Style {
  readonly font: 'regular' | 'bold';
  readonly size: number;
  readonly color: string;
}

export const styles = {
  body: { font: 'regular', size: 8.6, color: colors.text },
  strong: { font: 'bold', size: 8.6, color: colors.text },
  quiet: { font: 'regular', size: 7.6, color: colors.quiet },
  stress: { font: 'bold', size: 7.6, color: colors.text },
  section: { font: 'bold', size: 10, color: colors.accent },
  label: { font: 'bold', size: 8.6, color: colors.accent },
  title: { font: 'bold', size: 15, color: colors.text },
  digit: { font: 'bold', size: 34, color: colors.white },
} as const satisfies Record<string, Style>;

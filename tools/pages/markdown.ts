/** A table in Markdown. What is in a cell stays in it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** A code as code; nothing for no code. */
export function code(text: string | undefined): string {
  return text === undefined || text === '' ? '' : `\`${text}\``;
}

/**
 * A page with its made parts anew: what stands between `<!-- made: name -->` and `<!-- made: end -->`. Throws an Error
 * for a part that has no marks in the page, or marks without a part: that is a mistake of the page.
 */
export function withMadeParts(page: string, parts: Readonly<Record<string, string>>): string {
  const marked = new Set<string>();
  const text = page.replace(
    /(<!-- made: (?!end)([\w-]+) -->\n)[\s\S]*?(<!-- made: end -->)/g,
    (_, begin, name, end) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`nothing makes the part ${name}`);
      marked.add(name);
      return `${begin}\n${part}\n\n${end}`;
    },
  );
  const lost = Object.keys(parts).filter((name) => !marked.has(name));
  if (lost.length > 0) throw new Error(`the page has no marks for ${lost.join(', ')}`);
  return text;
}

function cell(text: string): string {
  return text
    .replace(/\|/g, '\\|')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/<(?!br>)/g, '&lt;');
}

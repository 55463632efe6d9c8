/** txt-1: "only the basic html formatting elements and attributes": nothing that a browser would run or load. */
const forbidden = new Set(
  'script style iframe frame frameset object embed applet form input button select textarea link meta base html head body title svg math'.split(
    ' ',
  ),
);
const tag =
  /<(\/?)([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)((?:\s+[A-Za-z_:][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const attribute = /([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const text = /[^<&]+|&(?:[A-Za-z][A-Za-z0-9]*|#\d+|#x[0-9A-Fa-f]+);/y;
/** Comments, and what else XML has beside elements, as far as no browser takes a part of it for an element. */
const beside = /<!--(?:(?!--)[\s\S])*-->|<\?[^<>]*\?>|<!\[CDATA\[[^<>]*\]\]>/y;
const besides = new RegExp(beside.source, 'g');
const blank = /\s+/y;
const xhtml = 'http://www.w3.org/1999/xhtml';

interface Open {
  readonly name: string;
  /** Namespaces by prefix. */
  readonly namespaces: ReadonlyMap<string, string>;
}

/**
 * True for well-formed XHTML with one `div` around it, under whichever namespace prefix, and nothing unsafe in it. R4
 * demands the XHTML namespace; a `div` without any is let pass. Time in proportion to the text.
 */
export function isNarrative(source: string): boolean {
  const given = source.trim();
  const open: Open[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(given);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  while (at < given.length) {
    if (take(beside) !== null || take(open.length > 0 ? text : blank) !== null) continue;
    const found = take(tag);
    if (found === null) return false;
    const [, closes = '', name = '', attributes = '', empty = ''] = found;
    if (closes !== '') {
      if (attributes !== '' || empty !== '' || open.pop()?.name !== name) return false;
    } else {
      const element = openElement(name, attributes, open.at(-1));
      if (element === undefined) return false;
      if (empty === '') open.push(element);
    }
    if (open.length === 0) return (closes !== '' || empty !== '') && given.slice(at).replace(besides, '').trim() === '';
  }
  return false;
}

function openElement(name: string, written: string, parent: Open | undefined): Open | undefined {
  const namespaces = new Map(parent?.namespaces);
  const names = new Set<string>();
  for (const [, attributeName = '', double, single] of written.matchAll(attribute)) {
    const value = double ?? single ?? '';
    if (names.has(attributeName) || isActive(attributeName, value)) return undefined;
    names.add(attributeName);
    if (attributeName === 'xmlns') namespaces.set('', value);
    else if (attributeName.startsWith('xmlns:')) namespaces.set(attributeName.slice(6), value);
  }
  const [local, prefix = ''] = name.split(':').reverse();
  const isKnown = prefix === '' || namespaces.get(prefix) === xhtml;
  if (!isKnown || local === undefined || forbidden.has(local.toLowerCase())) return undefined;
  const isRoot = parent === undefined;
  const space = namespaces.get(prefix) ?? xhtml;
  return isRoot && (local !== 'div' || space !== xhtml) ? undefined : { name, namespaces };
}

/** An attribute that is run, or an address that is; entities may stand for its letters. */
function isActive(name: string, value: string): boolean {
  if (/^on/i.test(name)) return true;
  const plain = value.replace(
    /&#(x?)([0-9A-Fa-f]+);?|&(?:Tab|NewLine|colon);|[\s\p{Cc}]/gu,
    (whole, hex: string | undefined, digits: string | undefined) => {
      if (digits === undefined) return whole === '&colon;' ? ':' : '';
      const code = Number.parseInt(digits, hex === 'x' ? 16 : 10);
      return code > 0x20 && code < 0x110000 ? String.fromCodePoint(code) : '';
    },
  );
  return (
    /^(?:javascript|vbscript):|^data:(?!image\/)/i.test(plain) ||
    (/^style$/i.test(name) && active.test(plain.replace(/&quot;|&apos;|['"]/g, '')))
  );
}

/** In styles: what browsers run or once ran, and escapes that could hide it. A picture is no more than `img` loads. */
const active = /expression\(|behavior:|-moz-binding|url\((?:javascript|vbscript|data:(?!image\/))|\\/i;

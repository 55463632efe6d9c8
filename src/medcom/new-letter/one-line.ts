/** A name on one line, since an element that is no formatted text has no Break. A no-break space stays. */
export function oneLine(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');
}

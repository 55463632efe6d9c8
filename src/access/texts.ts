/** A claim that is a text, or a list of texts; each of several in it, where they are separated by something. */
export function textsOf(claim: unknown, separator?: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  const texts = list.filter((one): one is string => typeof one === 'string');
  return texts
    .flatMap((text) => (separator === undefined ? [text] : text.split(separator)))
    .filter((one) => one !== '');
}

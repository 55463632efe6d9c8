import { parseXml } from '../../src/medcom/xml/parse.ts';
import { elementsOf, ownText, type XmlElement } from '../../src/medcom/xml/tree.ts';

/** The element at a path of names below the root, the first of each name. */
function at(root: XmlElement, path: string): XmlElement {
  return path.split('/').reduce((element, name) => {
    const child = elementsOf(element).find((each) => each.name === name);
    if (child === undefined) throw new Error(`no ${name} in ${element.name}`);
    return child;
  }, root);
}

/** The text of the element at a path; undefined where there is none. */
export function textAt(root: XmlElement, path: string): string | undefined {
  try {
    return ownText(at(root, path));
  } catch {
    return undefined;
  }
}

/** Every Text01 of an XDIS91, each tag as one blank. */
export async function textsOf(bytes: Uint8Array): Promise<readonly string[]> {
  const { root } = await parseXml(bytes);
  return elementsOf(at(root, 'ClinicalEmail'))
    .filter(({ name }) => name === 'ClinicalInformation')
    .map((each) =>
      at(each, 'Text01')
        .children.map((child) => (typeof child === 'string' ? child : ' '))
        .join(''),
    );
}

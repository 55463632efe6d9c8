import { expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { type Problem, Refusal } from '../../src/outcome/problem.ts';

const { read, write } = await openFhirXml();

function problemsOf(act: () => unknown): readonly Problem[] {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
  return [];
}

const ns = 'xmlns="http://hl7.org/fhir"';
const deep = (levels: number) =>
  `<Basic ${ns}>${'<extension url="u">'.repeat(levels)}<valueCode value="x"/>${'</extension>'.repeat(levels)}</Basic>`;
const bomb = `<!DOCTYPE Basic [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`;

/** Of the whole document: libxml2, or what stands before it, has refused. */
test.each([
  ['billion laughs', `${bomb}<Basic ${ns}><id value="&b;"/></Basic>`, 'xml-doctype'],
  [
    'an external entity',
    `<!DOCTYPE Basic [<!ENTITY x SYSTEM "file:///etc/passwd">]><Basic ${ns}><id value="&x;"/></Basic>`,
    'xml-doctype',
  ],
  ['an external DTD', `<!DOCTYPE Basic SYSTEM "http://127.0.0.1/x.dtd"><Basic ${ns}/>`, 'xml-doctype'],
  ['a DOCTYPE behind a comment', `<!-- a --><!DOCTYPE Basic><Basic ${ns}/>`, 'xml-doctype'],
  ['an unknown entity', `<Basic ${ns}><id value="&nbsp;"/></Basic>`, 'xml-malformed'],
  ['two roots', `<Basic ${ns}/><Basic ${ns}/>`, 'xml-malformed'],
  ['trailing text', `<Basic ${ns}/>x`, 'xml-malformed'],
  ['an attribute twice', `<Basic ${ns}><id value="a" value="b"/></Basic>`, 'xml-malformed'],
  ['an attribute twice by two prefixes', `<Basic ${ns} xmlns:a="u" xmlns:b="u" a:x="1" b:x="2"/>`, 'xml-malformed'],
  ['an undeclared prefix', '<f:Basic/>', 'xml-malformed'],
  ['no end', `<Basic ${ns}>`, 'xml-malformed'],
  ['a NUL', `<Basic ${ns}><id value="&#0;"/></Basic>`, 'xml-malformed'],
  ['nothing', '', 'xml-malformed'],
  ['JSON', '{"resourceType":"Basic"}', 'xml-malformed'],
  ['XML 1.1', `<?xml version="1.1"?><Basic ${ns}/>`, 'xml-version'],
  ['another declared encoding', `<?xml version="1.0" encoding="ISO-8859-1"?><Basic ${ns}/>`, 'xml-encoding'],
  ['an encoding that nobody knows', `<?xml version="1.0" encoding="UTF-7"?><Basic ${ns}/>`, 'xml-encoding'],
  ['5,000 levels', deep(5_000), 'xml-too-deep'],
  ['a megabyte and more', `<Basic ${ns}><id value="${'a'.repeat(1_100_000)}"/></Basic>`, 'xml-too-large'],
  ['no namespace', '<Basic/>', 'xml-namespace'],
  ['another namespace', '<Basic xmlns="urn:hl7-org:v3"/>', 'xml-namespace'],
  ['no resource', `<Basics ${ns}/>`, 'resource-type-missing'],
  ['a type that no resource has', `<DomainResource ${ns}/>`, 'resource-type-missing'],
  ['a datatype', `<Coding ${ns}/>`, 'resource-type-missing'],
  ['what every object has', `<constructor ${ns}/>`, 'resource-type-missing'],
])('%s is refused as a whole', (_what, xml, code) => {
  const [problem, ...others] = problemsOf(() => read(Buffer.from(xml)));
  expect(problem).toMatchObject({ code, ...(code === 'xml-too-deep' ? {} : { place: { xpath: '/' } }) });
  expect(others).toEqual([]);
});

test.each([
  ['UTF-16', Buffer.from(`\uFEFF<Basic ${ns}/>`, 'utf16le'), 'xml-encoding'],
  ['bytes that are no UTF-8', Buffer.from(`<Basic ${ns}><id value="æ"/></Basic>`, 'latin1'), 'xml-not-utf8'],
])('%s is refused', (_what, bytes, code) => {
  expect(problemsOf(() => read(bytes))).toMatchObject([{ code, place: { xpath: '/' } }]);
});

const at = (xpath: string) => ({ xpath, line: 1 });

/** What libxml2 lets pass and R4 does not. */
test.each([
  ['an unknown element', '<colour value="red"/>', 'property-unknown', 'Basic', '/f:Basic', { name: 'colour' }],
  [
    'an unknown attribute',
    '<id value="a" colour="red"/>',
    'property-unknown',
    'Basic.id',
    '/f:Basic/f:id',
    { name: '@colour' },
  ],
  [
    'an attribute that another type has',
    '<code url="u"><text value="a"/></code>',
    'property-unknown',
    'Basic.code',
    '/f:Basic/f:code',
    { name: '@url' },
  ],
  [
    'a value where there is none',
    '<code value="a"><text value="a"/></code>',
    'property-unknown',
    'Basic.code',
    '/f:Basic/f:code',
    { name: '@value' },
  ],
  [
    'an attribute of another namespace',
    '<id xmlns:x="u" x:value="a" value="b"/>',
    'property-name',
    'Basic.id',
    '/f:Basic/f:id',
    {},
  ],
  ['a name that may be a number of a citizen', '<n2512489996 value="a"/>', 'property-name', 'Basic', '/f:Basic', {}],
  [
    'an element of another namespace',
    '<code><x:text xmlns:x="u" value="a"/></code>',
    'xml-namespace',
    'Basic.code',
    '/f:Basic/f:code',
    {},
  ],
  [
    'a narrative without its namespace',
    '<text><status value="generated"/><div>a</div></text>',
    'xml-namespace',
    'Basic.text',
    '/f:Basic/f:text',
    {},
  ],
  ['text between elements', '<code>a<text value="a"/></code>', 'xml-text', 'Basic.code', '/f:Basic/f:code', {}],
  ['text in place of a value', '<id>a</id>', 'xml-text', 'Basic.id', '/f:Basic/f:id', {}],
  ['CDATA', '<id value="a"><![CDATA[]]></id>', 'xml-text', 'Basic.id', '/f:Basic/f:id', {}],
  [
    'another order',
    '<code><text value="a"/></code><id value="a"/>',
    'xml-order',
    'Basic',
    '/f:Basic',
    { name: 'id', before: 'code' },
  ],
  [
    'a list that is interrupted',
    '<identifier><value value="a"/></identifier><code><text value="a"/></code><identifier><value value="b"/></identifier>',
    'xml-order',
    'Basic',
    '/f:Basic',
    { name: 'identifier', before: 'code' },
  ],
  [
    'a single element twice',
    '<id value="a"/><id value="b"/>',
    'list-unexpected',
    'Basic',
    '/f:Basic',
    { element: 'id' },
  ],
  [
    'two values of a choice',
    '<extension url="u"><valueCode value="a"/><valueString value="a"/></extension>',
    'value-choice',
    'Basic.extension[0]',
    '/f:Basic/f:extension[1]',
    { choice: 'value[x]' },
  ],
  ['an empty value', '<id value=""/>', 'empty-element', 'Basic.id', '/f:Basic/f:id', {}],
  ['an empty primitive', '<id/>', 'empty-element', 'Basic.id', '/f:Basic/f:id', {}],
  ['an empty element', '<identifier/>', 'empty-element', 'Basic.identifier[0]', '/f:Basic/f:identifier[1]', {}],
  ['an empty contained', '<contained/>', 'empty-element', 'Basic.contained[0]', '/f:Basic/f:contained[1]', {}],
  [
    'an empty url',
    '<extension url=""><valueCode value="a"/></extension>',
    'empty-element',
    'Basic.extension[0]',
    '/f:Basic/f:extension[1]',
    {},
  ],
  [
    'no resource in a contained',
    '<contained><Coding/></contained>',
    'resource-type-missing',
    'Basic.contained[0]',
    '/f:Basic/f:contained[1]',
    {},
  ],
  [
    'two resources in one contained',
    '<contained><Basic/><Basic/></contained>',
    'list-unexpected',
    'Basic.contained[0]',
    '/f:Basic/f:contained[1]',
    {},
  ],
  [
    'a boolean in capitals',
    '<extension url="u"><valueBoolean value="True"/></extension>',
    'format-wrong',
    'Basic.extension[0].value',
    '/f:Basic/f:extension[1]/f:valueBoolean',
    { type: 'boolean' },
  ],
  [
    'a decimal with a comma',
    '<extension url="u"><valueDecimal value="1,5"/></extension>',
    'format-wrong',
    'Basic.extension[0].value',
    '/f:Basic/f:extension[1]/f:valueDecimal',
    { type: 'decimal' },
  ],
  [
    'an integer with a point',
    '<extension url="u"><valueInteger value="1.0"/></extension>',
    'format-wrong',
    'Basic.extension[0].value',
    '/f:Basic/f:extension[1]/f:valueInteger',
    { type: 'integer' },
  ],
  [
    'a number beyond all bounds',
    '<extension url="u"><valueDecimal value="1e400"/></extension>',
    'json-number',
    'Basic.extension[0].value',
    '/f:Basic/f:extension[1]/f:valueDecimal',
    {},
  ],
  ['a control character', '<id value="a&#x80;"/>', 'json-character', 'Basic.id', '/f:Basic/f:id', {}],
  [
    'a control character in a narrative',
    '<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">\u0080</div></text>',
    'json-character',
    'Basic.text.div',
    '/f:Basic/f:text/f:div',
    {},
  ],
])('%s is refused at its place', (_what, content, code, place, xpath, values) => {
  const [problem, ...others] = problemsOf(() => read(Buffer.from(`<Basic ${ns}>${content}</Basic>`)));
  expect(problem).toMatchObject({ code, place, xml: at(xpath), values });
  expect(others).toEqual([]);
});

test('everything that is wrong is told, each with its line', () => {
  const xml = `<Basic ${ns}>\n<colour value="red"/>\n<code>\n<text value=""/>\n</code>\n</Basic>`;
  expect(problemsOf(() => read(Buffer.from(xml)))).toMatchObject([
    { code: 'property-unknown', place: 'Basic', xml: { line: 1 } },
    { code: 'empty-element', place: 'Basic.code.text', xml: { line: 4 } },
  ]);
});

test('the lines of many faults are told without counting all before each', () => {
  const faults = '<colour value="red"/>'.repeat(1_000);
  const found = problemsOf(() =>
    read(Buffer.from(`<Basic ${ns}>${'\n'.repeat(900_000)} <code>${faults}</code></Basic>`)),
  );
  expect(found.length).toBe(1_000);
  expect(found.at(-1)).toMatchObject({ xml: { line: 900_001 }, values: { line: '900001', column: '2' } });
});

test('a document in a narrative is none', () => {
  const text = { div: `<?xml version="1.0"?><!DOCTYPE div [<!ENTITY a "b">]><div>&a;</div>` };
  expect(problemsOf(() => write({ resourceType: 'Basic', text }))).toMatchObject([{ code: 'xml-unwritable' }]);
});

test('levels are those of the same in JSON', () => {
  const levels = { bytes: 1_000_000, depth: 41 };
  expect(problemsOf(() => read(Buffer.from(deep(20)), levels))).toEqual([]);
  const [problem] = problemsOf(() => read(Buffer.from(deep(21)), levels));
  expect(problem).toMatchObject({ code: 'xml-too-deep', values: { limit: '41' }, place: { line: 1 } });
});

test('a property without a value is none, as in JSON', () => {
  const written = write({ resourceType: 'Basic', id: 'a', meta: undefined, code: { text: 'b', colour: undefined } });
  expect(written).toEqual(write({ resourceType: 'Basic', id: 'a', code: { text: 'b' } }));
});

test.each([
  ['a property that R4 has not', { resourceType: 'Basic', code: { colour: 'red' } }, 'Basic.code', 'colour'],
  ['no resource', { resourceType: 'Coding' }, undefined, 'resourceType'],
  ['an object in place of a text', { resourceType: 'Basic', id: {} }, 'Basic.id', 'id'],
  ['a number in place of an id', { resourceType: 'Basic', _created: { id: 1 } }, 'Basic.created', 'id'],
  ['one in place of a list', { resourceType: 'Basic', identifier: {} }, 'Basic.identifier', 'identifier'],
  [
    'an extension of no primitive',
    { resourceType: 'Basic', _code: { id: 'a' }, code: { id: 'a' } },
    'Basic.code',
    '_code',
  ],
  [
    'a narrative that is not well-formed',
    { resourceType: 'Basic', text: { div: '<div>a<br></div>' } },
    'Basic.text.div',
    'div',
  ],
  [
    'a narrative that would be more',
    { resourceType: 'Basic', text: { div: '<div/><id value="a"/>' } },
    'Basic.text.div',
    'div',
  ],
])('%s cannot be written', (_what, resource, place, name) => {
  const [problem] = problemsOf(() => write(resource));
  expect(problem).toMatchObject({ code: 'xml-unwritable', values: { name } });
  expect(problem?.place).toBe(place);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { type JsonDocument, readJson } from '../../src/questionnaire/json/document.ts';
import { canonical } from './canonical.ts';

const { read, write } = await openFhirXml();
const limits = { bytes: 10_000_000, depth: 100 };

/** What is no resource is another test's. */
function resourcesIn(folder: string): readonly (readonly [string, JsonDocument])[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  return names.flatMap((name) => {
    try {
      const document = readJson(readFileSync(join(folder, name)), limits);
      const { resourceType } = Object(document.value);
      // One fixture is a Questionnaire in name only.
      return resourceType === undefined || name.startsWith('afvist-forkert-ressource')
        ? []
        : [[name, document] as const];
    } catch {
      return [];
    }
  });
}

test.each(['profiles', 'fixtures'])(
  'everything in %s is the same through XML and back, and through XML again',
  (folder) => {
    const resources = resourcesIn(folder);
    expect(resources.length).toBeGreaterThan(50);
    for (const [name, { kept }] of resources) {
      const xml = write(Object(kept));
      const back = read(xml, limits);
      expect(JSON.stringify(canonical(back.kept)), name).toBe(JSON.stringify(canonical(kept)));
      expect(write(Object(back.kept)).equals(xml), name).toBe(true);
    }
  },
);

test.each([
  [
    'the digits of a decimal',
    '<Observation><valueQuantity><value value="1.10"/></valueQuantity></Observation>',
    '{"resourceType":"Observation","valueQuantity":{"value":1.10}}',
  ],
  [
    'an exponent',
    '<Observation><valueQuantity><value value="1E2"/></valueQuantity></Observation>',
    '{"resourceType":"Observation","valueQuantity":{"value":1E2}}',
  ],
  [
    'a date and time',
    '<Observation><effectiveDateTime value="2026-01-20T10:30:00.00+01:00"/></Observation>',
    '{"resourceType":"Observation","effectiveDateTime":"2026-01-20T10:30:00.00+01:00"}',
  ],
  [
    'white space',
    '<Basic><code><text value=" a&#10;&#9;b&#13; "/></code></Basic>',
    '{"resourceType":"Basic","code":{"text":" a\\n\\tb\\r "}}',
  ],
  [
    'what XML escapes',
    '<Basic><code><text value="&lt;&gt;&amp;&quot;\'"/></code></Basic>',
    '{"resourceType":"Basic","code":{"text":"<>&\\"\'"}}',
  ],
  [
    'Danish letters, and one beyond 16 bits',
    '<Basic><code><text value="æøå 😀"/></code></Basic>',
    '{"resourceType":"Basic","code":{"text":"æøå 😀"}}',
  ],
  ['a boolean', '<Patient><active value="false"/></Patient>', '{"resourceType":"Patient","active":false}'],
  [
    'the id and an extension of a primitive',
    '<Patient><birthDate id="a" value="2000"><extension url="u"><valueCode value="x"/></extension></birthDate></Patient>',
    '{"resourceType":"Patient","birthDate":"2000","_birthDate":{"id":"a","extension":[{"url":"u","valueCode":"x"}]}}',
  ],
  [
    'an extension without a value',
    '<Patient><birthDate><extension url="u"><valueCode value="x"/></extension></birthDate></Patient>',
    '{"resourceType":"Patient","_birthDate":{"extension":[{"url":"u","valueCode":"x"}]}}',
  ],
  [
    'primitives that repeat, some with an id and some without a value',
    '<Patient><name><given value="A"/><given id="b"/><given id="c" value="C"/></name></Patient>',
    '{"resourceType":"Patient","name":[{"given":["A",null,"C"],"_given":[null,{"id":"b"},{"id":"c"}]}]}',
  ],
  [
    'a contained resource',
    '<Basic><contained><Patient><id value="p"/></Patient></contained><contained><Device/></contained></Basic>',
    '{"resourceType":"Basic","contained":[{"resourceType":"Patient","id":"p"},{"resourceType":"Device"}]}',
  ],
  [
    'entries of a Bundle',
    '<Bundle><entry><resource><Basic/></resource></entry><entry><response><outcome><OperationOutcome/></outcome></response></entry></Bundle>',
    '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Basic"}},{"response":{"outcome":{"resourceType":"OperationOutcome"}}}]}',
  ],
  [
    'a narrative',
    '<Basic><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml" lang="da"><p>a  <b>b</b> &amp; &#160;<br/></p><!-- c --></div></text></Basic>',
    '{"resourceType":"Basic","text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\" lang=\\"da\\"><p>a  <b>b</b> &amp; &#160;<br/></p><!-- c --></div>"}}',
  ],
])('%s is the same in both', (_what, xml, json) => {
  const document = xml.replace(/^<(\w+)/, '<?xml version="1.0" encoding="UTF-8"?>\n<$1 xmlns="http://hl7.org/fhir"');
  expect(JSON.stringify(read(Buffer.from(document)).kept)).toBe(json);
  expect(write(Object(readJson(Buffer.from(json)).kept)).toString()).toBe(document);
});

test('elements are written in R4’s order, whatever the order of the properties', () => {
  const coding = { display: 'd', code: 'c', system: 's', id: 'i', extension: [{ valueCode: 'x', url: 'u' }] };
  expect(write({ code: { coding: [coding] }, id: '1', resourceType: 'Basic' }).toString()).toMatch(
    '<id value="1"/><code><coding id="i"><extension url="u"><valueCode value="x"/></extension><system value="s"/><code value="c"/><display value="d"/></coding></code>',
  );
});

test.each([
  [
    'comments and processing instructions',
    '<?xml-stylesheet href="a.xsl"?><!-- a --><Patient xmlns="http://hl7.org/fhir"><!-- b --><?c d?><active value="true"/></Patient><!-- e -->',
  ],
  ['another prefix', '<f:Patient xmlns:f="http://hl7.org/fhir"><f:active value="true"/></f:Patient>'],
  [
    'apostrophes, space and line ends in tags',
    "<Patient\r\n xmlns = 'http://hl7.org/fhir'>\r\n\t<active\n value='true' ></active >\n</Patient >",
  ],
  [
    'where a schema is',
    '<Patient xmlns="http://hl7.org/fhir" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://hl7.org/fhir ../fhir-all.xsd"><active value="true"/></Patient>',
  ],
  ['a byte order mark', '\uFEFF<Patient xmlns="http://hl7.org/fhir"><active value="true"/></Patient>'],
])('%s makes no difference', (_what, xml) => {
  expect(read(Buffer.from(xml)).text).toBe('{"resourceType":"Patient","active":true}');
});

test('white space within an attribute is read as XML has it: a line end that is no reference is a space', () => {
  const xml = '<Basic xmlns="http://hl7.org/fhir"><code><text value="a\r\nb\tc"/></code></Basic>';
  expect(read(Buffer.from(xml)).value).toMatchObject({ code: { text: 'a b c' } });
});

test('a narrative has the namespaces that it used from outside', () => {
  const xml =
    '<f:Basic xmlns:f="http://hl7.org/fhir" xmlns="http://www.w3.org/1999/xhtml" xmlns:h="http://www.w3.org/1999/xhtml"><f:text><f:status value="generated"/><div><h:p>a</h:p></div></f:text></f:Basic>';
  const back = read(Buffer.from(xml));
  expect(back.value).toMatchObject({
    text: {
      div: '<div xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/1999/xhtml"><h:p>a</h:p></div>',
    },
  });
  expect(read(write(Object(back.kept))).value).toEqual(back.value);
});

test('a narrative without namespace gets it, and HTML’s names of characters become the characters', () => {
  const text = { status: 'generated', div: '<div>a&nbsp;&aring;&lt;</div>' };
  expect(write({ resourceType: 'Basic', text }).toString()).toMatch(
    '<div xmlns="http://www.w3.org/1999/xhtml">a\u00a0å&lt;</div>',
  );
});

test('numbers are reckoned with as numbers, and kept as they were sent', () => {
  const xml =
    '<Observation xmlns="http://hl7.org/fhir"><valueQuantity><value value="1.10"/></valueQuantity></Observation>';
  const { value, text } = read(Buffer.from(xml));
  expect(value).toEqual({ resourceType: 'Observation', valueQuantity: { value: 1.1 } });
  expect(text).toContain('1.10');
});

import { describe, expect, test } from 'vitest';
import { documentOf } from '../../src/questionnaire/json/document.ts';
import { checkShape } from '../../src/questionnaire/shape/check-shape.ts';

const problems = (more: object) =>
  checkShape(documentOf({ resourceType: 'QuestionnaireResponse', status: 'completed', ...more })).map(
    ({ code, place }) => `${code} ${place}`,
  );
const answer = (value: object) => ({ item: [{ linkId: 'a', answer: [value] }] });
const at = 'QuestionnaireResponse.item[0].answer[0].value';

describe('a uri', () => {
  test.each([
    'https://example.dk/a?b=c#d',
    'http://example.dk/æøå',
    'www.example.dk',
    '../a/b',
    'mailto:a@example.dk',
    'urn:uuid:c757873d-ec9a-4326-a141-556f43239520',
    'URN:UUID:C757873D-EC9A-4326-A141-556F43239520',
    'urn:oid:1.2.208.176.1.2',
    'urn:iso:std:iso:3166',
    'tel:+4512345678',
  ])('%s', (valueUri) => {
    expect(problems(answer({ valueUri }))).toEqual([]);
  });

  test.each([
    String.raw`c:\temp\x.txt`,
    'urn:uuid:123',
    'urn:uuid:c757873d-ec9a-4326-a141-556f43239520/x',
    'urn:oid:1.2.x',
    'urn:oid:01.2',
    'http://',
    'https://exa mple.dk',
    'http://example.dk/<x>',
    'http://[1]/',
    '"http://example.dk"',
  ])('%s is none', (valueUri) => {
    expect(problems(answer({ valueUri }))).toEqual([`format-wrong ${at}`]);
  });
});

describe('a reference', () => {
  test.each([
    { reference: 'Patient/1' },
    { reference: 'Patient/1/_history/2' },
    { reference: 'https://example.dk/fhir/Patient/1' },
    { reference: 'https://example.dk/documents/1' },
    { reference: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520' },
    { reference: '#p' },
    { type: 'Patient', display: 'x' },
    { type: 'https://example.dk/fhir/StructureDefinition/Sag', display: 'x' },
    { identifier: { system: 'urn:oid:1.2.3', value: '1' } },
  ])('%j', (valueReference) => {
    expect(problems(answer({ valueReference }))).toEqual([]);
  });

  test.each([
    [{ reference: 'den anden patient' }, `${at}.reference`],
    [{ reference: 'Patint/1' }, `${at}.reference`],
    [{ reference: 'patient/1/_history/2' }, `${at}.reference`],
    [{ reference: 'urn:uuid:1' }, `${at}.reference`],
    [{ type: 'Person1', display: 'x' }, `${at}.type`],
  ])('%j is none', (valueReference, place) => {
    expect(problems(answer({ valueReference }))).toEqual([`reference-form ${place}`]);
  });

  test('wherever it stands', () => {
    expect(problems({ subject: { reference: 'Citizen/1' }, basedOn: [{ reference: 'a b' }] })).toEqual([
      'reference-form QuestionnaireResponse.subject.reference',
      'reference-form QuestionnaireResponse.basedOn[0].reference',
    ]);
  });
});

describe('a narrative', () => {
  const narrative = (div: string) => problems({ text: { status: 'generated', div } });
  const x = 'xmlns="http://www.w3.org/1999/xhtml"';

  test.each([
    `<div ${x}>Tekst</div>`,
    `<div ${x}/>`,
    '<div>uden navnerum</div>',
    '<h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>a</h:p><h:br/></h:div>',
    `<div ${x}><p class="a" style="color: red">æ &amp; ø &#230; &nbsp; &lt;script&gt;</p><!-- javascript: --></div>`,
    `<div ${x}><a href="https://example.dk/?a=1&amp;b=2">javascript: er et sprog</a><img src="data:image/png;base64,AA==" alt="x"/></div>`,
    `<?xml version="1.0"?>\n<div ${x}><![CDATA[a & b]]></div><!-- bagved -->`,
    `<div ${x}><td style="background-image: url('data:image/png;base64,AA==')"/><td style="background: url(tbl_bck0.png)"/></div>`,
    `  <!-- foran --><div ${x}><table><tbody><tr><td colspan='2'>1 &gt; 0</td></tr></tbody></table></div>  `,
  ])('%s', (div) => {
    expect(narrative(div)).toEqual([]);
  });

  test.each([
    'tekst',
    '<p>x</p>',
    `<div ${x}><p>x</div>`,
    `<div ${x}><p>x</b></p></div>`,
    `<div ${x}>a</div><div>b</div>`,
    `<div ${x}>a & b</div>`,
    `<div ${x}>a < b</div>`,
    `<div ${x}><p class=a>x</p></div>`,
    `<div ${x}><p class="a" class="b">x</p></div>`,
    '<h:div>uerklæret</h:div>',
    '<h:div xmlns:h="http://example.dk">x</h:div>',
    '<div xmlns="http://example.dk">x</div>',
    `<div ${x}><script>x</script></div>`,
    '<h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:script>x</h:script></h:div>',
    `<div ${x} onclick="x()">x</div>`,
    `<div ${x}><a href="javascript:x()">x</a></div>`,
    `<div ${x}><a href="java&#x0A;script:x()">x</a></div>`,
    `<div ${x}><a href="&#106;avascript&colon;x()">x</a></div>`,
    `<div ${x}><a href="data:text/html,x">x</a></div>`,
    `<div ${x}><iframe src="https://example.dk"/></div>`,
    `<div ${x}><p style="background: url(javascript:x())">x</p></div>`,
    `<div ${x}><p style="background: url(&quot;data:text/html,x&quot;)">x</p></div>`,
    `<div ${x}><p style="width: expre\\73sion(x())">x</p></div>`,
    `<!DOCTYPE html><div ${x}>x</div>`,
    `<div ${x}><![CDATA[><script>x()</script>]]></div>`,
    `<div ${x}><?a ><script>x()</script>?></div>`,
    `<div ${x}>x`,
  ])('%s is unsafe or not well-formed', (div) => {
    expect(narrative(div)).toEqual(['format-wrong QuestionnaireResponse.text.div']);
  });
});

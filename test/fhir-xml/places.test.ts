import { expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';

const { read } = await openFhirXml();
const ns = 'xmlns="http://hl7.org/fhir"';
const first = '<item>\n<linkId value="a"/><answer><valueCoding><code value="x"/></valueCoding></answer></item>';
const response = (items: number) =>
  `<QuestionnaireResponse><status value="completed"/>${first.repeat(items)}</QuestionnaireResponse>`;
const bundle = (...resources: readonly string[]) =>
  `<Bundle ${ns}><type value="batch"/>${resources.map((one) => `<entry><resource>${one}</resource></entry>`).join('')}</Bundle>`;
const inEntry = '/f:Bundle/f:entry[2]/f:resource/f:QuestionnaireResponse';
const placesIn = (xml: string) => read(Buffer.from(xml)).xmlPlace;

test.each([
  ['QuestionnaireResponse.item[1].linkId', `${inEntry}/f:item[2]/f:linkId`, 3],
  ['QuestionnaireResponse.item[0].answer[0].value.code', `${inEntry}/f:item[1]/f:answer/f:valueCoding/f:code`, 2],
  ['QuestionnaireResponse.item[0].answer[0].value.system', `${inEntry}/f:item[1]/f:answer/f:valueCoding`, 2],
  ['QuestionnaireResponse.item[2].text', inEntry, 1],
  ['Bundle.entry[1].resource.status', `${inEntry}/f:status`, 1],
])('%s is told where it stands, and what is missing by its parent', (path, xpath, line) => {
  expect(placesIn(bundle('<Basic><id value="a"/></Basic>', response(2)))?.(path)).toEqual({ xpath, line });
});

test('of a type that stands nowhere or twice, nothing is told', () => {
  const place = placesIn(bundle(response(1), response(1)));
  expect(place?.('QuestionnaireResponse.status')).toBeUndefined();
  expect(place?.('Patient.id')).toBeUndefined();
});

test('as many places as a response can be wrong in are told without going through the document for each', () => {
  const place = placesIn(bundle('<Basic><id value="a"/></Basic>', response(9_000)));
  const lines = Array.from(
    { length: 9_000 },
    (_, index) => place?.(`QuestionnaireResponse.item[${index}].answer[0].value`)?.line,
  );
  expect(lines).toEqual(lines.map((_, index) => index + 2));
  expect(Array.from({ length: 9_000 }, () => place?.('Patient.id')).filter(Boolean)).toEqual([]);
});

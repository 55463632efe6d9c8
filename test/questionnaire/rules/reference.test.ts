import { ask, ext, say, testRule } from './rule.ts';

const ref = (reference: string, more: object = {}) => say('r', { valueReference: { reference, ...more } });
const contained = [
  { resourceType: 'Organization' as const, id: 'o', meta: { profile: ['http://example.dk/afdeling|2.0'] } },
];
const profile = (valueCanonical: string) => ext('questionnaire-referenceProfile', { valueCanonical });

testRule({
  rule: 'referenceResource, referenceProfile',
  source: 'http://hl7.org/fhir/StructureDefinition/questionnaire-referenceResource, questionnaire-referenceProfile',
  items: [
    ask('r', 'reference', {
      extension: ['Patient', 'Organization'].map((valueCode) => ext('questionnaire-referenceResource', { valueCode })),
    }),
    ask('p', 'reference', { extension: [profile('http://example.dk/afdeling'), profile('http://example.dk/andet')] }),
  ],
  cases: [
    {
      title: 'a type by its whole address',
      item: [say('r', { valueReference: { type: 'http://hl7.org/fhir/StructureDefinition/Patient', display: 'x' } })],
      problems: [],
    },
    {
      title: 'another type by its whole address',
      item: [say('r', { valueReference: { type: 'http://hl7.org/fhir/StructureDefinition/Device', display: 'x' } })],
      problems: ['reference-type item[0].answer[0].value'],
    },
    {
      title: 'a type that is not that of the reference',
      item: [ref('Patient/1', { type: 'Organization' })],
      problems: ['reference-form item[0].answer[0].value.type'],
    },
    { title: 'a type that is that of the reference', item: [ref('Patient/1', { type: 'Patient' })], problems: [] },
    { title: 'a right type', item: [ref('Patient/1')], problems: [] },
    {
      title: 'a right type at another server, with a version',
      item: [ref('https://example.dk/fhir/Organization/1/_history/2')],
      problems: [],
    },
    {
      title: 'by identifier, with its type',
      item: [say('r', { valueReference: { type: 'Patient', identifier: { value: '1' } } })],
      problems: [],
    },
    { title: 'of an unknown type', item: [ref('urn:uuid:c757873d-ec9a-4326-a141-556f43239520')], problems: [] },
    { title: 'contained', item: [ref('#o')], response: { contained }, problems: [] },
    {
      title: 'contained, with a profile',
      item: [say('p', { valueReference: { reference: '#o' } })],
      response: { contained },
      problems: [],
    },
    { title: 'another type', item: [ref('Device/1')], problems: ['reference-type item[0].answer[0].value'] },
    {
      title: 'another type by name',
      item: [say('r', { valueReference: { type: 'Group', display: 'x' } })],
      problems: ['reference-type item[0].answer[0].value'],
    },
    { title: 'contained, but not there', item: [ref('#x')], problems: ['contained-unknown item[0].answer[0].value'] },
    {
      title: 'contained, but not there, is told once, whatever its profile',
      item: [say('p', { valueReference: { reference: '#x' } })],
      problems: ['contained-unknown item[0].answer[0].value'],
    },
    {
      title: 'the types and profiles that are allowed are told',
      item: [ref('Device/1'), say('p', { valueReference: { reference: '#o' } })],
      response: { contained: [{ resourceType: 'Organization', id: 'o' }] },
      problems: ['reference-type item[0].answer[0].value', 'reference-profile item[1].answer[0].value'],
      values: [
        { allowed: 'Patient, Organization' },
        { allowed: 'http://example.dk/afdeling, http://example.dk/andet' },
      ],
    },
    {
      title: 'a profile that is the type itself is claimed by every resource of the type',
      questionnaire: {
        item: [ask('p', 'reference', { extension: [profile('http://hl7.org/fhir/StructureDefinition/Organization')] })],
      },
      item: [say('p', { valueReference: { reference: '#o' } })],
      response: { contained: [{ resourceType: 'Organization', id: 'o' }] },
      problems: [],
    },
    {
      title: 'ids of any length, of which the type is still seen',
      questionnaire: {
        item: ['a', 'b'].map((linkId) =>
          ask(linkId, 'reference', { extension: [ext('questionnaire-referenceResource', { valueCode: 'Patient' })] }),
        ),
      },
      item: [
        say('a', { valueReference: { reference: 'Device/1234' } }),
        say('b', { valueReference: { reference: 'Device/1234/_history/12' } }),
      ],
      problems: ['reference-type item[0].answer[0].value', 'reference-type item[1].answer[0].value'],
    },
    {
      title: 'contained, of another type',
      item: [ref('#o')],
      response: { contained: [{ resourceType: 'Location', id: 'o' }] },
      problems: ['reference-type item[0].answer[0].value'],
    },
    {
      title: 'contained, without the profile: a warning',
      item: [say('p', { valueReference: { reference: '#o' } })],
      response: { contained: [{ resourceType: 'Organization', id: 'o' }] },
      problems: ['reference-profile item[0].answer[0].value'],
    },
    {
      title: 'by identifier alone, of which the type cannot be seen',
      item: [say('r', { valueReference: { identifier: { value: '1' } } })],
      problems: [],
    },
    {
      title: 'an address in which another type stands before its own',
      item: [ref('https://example.dk/Patient/9/Device/1')],
      problems: ['reference-type item[0].answer[0].value'],
    },
    {
      title: 'elsewhere, where the profile cannot be looked at',
      item: [say('p', { valueReference: { reference: 'Organization/1' } })],
      problems: [],
    },
    {
      title: 'a demand of another kind than a code or a canonical is none',
      questionnaire: {
        item: [
          ask('r', 'reference', {
            extension: [
              ext('questionnaire-referenceResource', { valueString: 'Patient' }),
              ext('questionnaire-referenceProfile', { valueString: 'http://example.dk/afdeling' }),
            ],
          }),
        ],
      },
      item: [ref('#o')],
      response: { contained },
      problems: [],
    },
    {
      title: 'contained, with a profile that is no text and claims nothing',
      item: [say('p', { valueReference: { reference: '#o' } })],
      response: { contained: [{ resourceType: 'Organization', id: 'o', meta: { profile: [5 as never] } }] },
      problems: ['reference-profile item[0].answer[0].value'],
    },
    {
      title: 'contained, of another type than is told beside it',
      item: [ref('#o', { type: 'Patient' })],
      response: { contained },
      problems: ['reference-form item[0].answer[0].value.type'],
    },
    {
      title: 'a type beside it that FHIR does not have',
      questionnaire: { item: [ask('r', 'reference')] },
      item: [ref('Patient/1', { type: 'http://example.dk/Borger' })],
      problems: ['reference-form item[0].answer[0].value.type'],
    },
  ],
});

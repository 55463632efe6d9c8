import { element, filled, partial, ref, type Schema } from './build.ts';
import { openTypes, rareTypes } from './types.ts';

/** R4's datatypes as far as a QuestionnaireResponse can hold them. */
export const datatypes: Readonly<Record<string, Schema>> = {
  Element: element('Element', {}),
  ElementOrNull: { ...element('Element', {}), nullable: true },
  Extension: element('Extension', { url: 'extensionUrl!', 'value[x]': openTypes }, ['ext-1']),
  Resource: {
    ...filled('Resource', ['resource']),
    // Of the persons that a response contains, what is read of them is checked like all else.
    allOf: [
      partial('Patient', { identifier: 'Identifier*', name: 'HumanName*' }),
      partial('Practitioner', { identifier: 'Identifier*', name: 'HumanName*' }),
      partial('PractitionerRole', { identifier: 'Identifier*', practitioner: 'Reference' }),
    ],
  },

  Address: element('Address', {
    use: 'home|work|temp|old|billing',
    type: 'postal|physical|both',
    text: 'string',
    line: 'string*',
    city: 'string',
    district: 'string',
    state: 'string',
    postalCode: 'string',
    country: 'string',
    period: 'Period',
  }),
  Annotation: element('Annotation', { 'author[x]': ['Reference', 'string'], time: 'dateTime', text: 'markdown!' }),
  Attachment: element(
    'Attachment',
    {
      contentType: 'code',
      language: 'code',
      data: 'base64Binary',
      url: 'url',
      size: 'unsignedInt',
      hash: 'base64Binary',
      title: 'string',
      creation: 'dateTime',
    },
    ['att-1'],
  ),
  CodeableConcept: element('CodeableConcept', { coding: 'Coding*', text: 'string' }),
  Coding: element('Coding', {
    system: 'uri',
    version: 'string',
    code: 'code',
    display: 'string',
    userSelected: 'boolean',
  }),
  ContactPoint: element(
    'ContactPoint',
    {
      system: 'phone|fax|email|pager|url|sms|other',
      value: 'string',
      use: 'home|work|temp|old|mobile',
      rank: 'positiveInt',
      period: 'Period',
    },
    ['cpt-2'],
  ),
  HumanName: element('HumanName', {
    use: 'usual|official|temp|nickname|anonymous|old|maiden',
    text: 'string',
    family: 'string',
    given: 'string*',
    prefix: 'string*',
    suffix: 'string*',
    period: 'Period',
  }),
  Identifier: element('Identifier', {
    use: 'usual|official|temp|secondary|old',
    type: 'CodeableConcept',
    system: 'uri',
    value: 'string',
    period: 'Period',
    assigner: 'Reference',
  }),
  Meta: element('Meta', {
    versionId: 'id',
    lastUpdated: 'instant',
    source: 'uri',
    profile: 'canonical*',
    security: 'Coding*',
    tag: 'Coding*',
  }),
  Money: element('Money', { value: 'decimal', currency: 'code' }),
  Narrative: element('Narrative', { status: 'generated|extensions|additional|empty!', div: 'xhtml!' }),
  Period: element('Period', { start: 'dateTime', end: 'dateTime' }),
  Quantity: element(
    'Quantity',
    { value: 'decimal', comparator: '<|<=|>=|>', unit: 'string', system: 'uri', code: 'code' },
    ['qty-3'],
  ),
  Range: element('Range', { low: 'Quantity', high: 'Quantity' }),
  Ratio: element('Ratio', { numerator: 'Quantity', denominator: 'Quantity' }),
  Reference: element('Reference', { reference: 'string', type: 'uri', identifier: 'Identifier', display: 'string' }, [
    'reference',
  ]),
  Signature: element('Signature', {
    type: 'Coding+',
    when: 'instant!',
    who: 'Reference!',
    onBehalfOf: 'Reference',
    targetFormat: 'code',
    sigFormat: 'code',
    data: 'base64Binary',
  }),
  ...Object.fromEntries(['Age', 'Count', 'Distance', 'Duration'].map((type) => [type, ref('Quantity')])),
  ...Object.fromEntries(rareTypes.map((type) => [type, filled(type)])),
};

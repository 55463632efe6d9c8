import type {
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from 'fhir/r4.js';

const core = 'http://hl7.org/fhir/StructureDefinition/';
const system = 'http://example.dk/fhir/CodeSystem/valg';
const options = ['a', 'b', 'c', 'd'].map((code) => ({ valueCoding: { system, code, display: `Valg ${code}` } }));

/** Five kinds of question with the rules that forms have most often, and right answers. */
const kinds: readonly (readonly [Omit<QuestionnaireItem, 'linkId'>, QuestionnaireResponseItemAnswer])[] = [
  [
    {
      type: 'integer',
      required: true,
      extension: [
        { url: `${core}minValue`, valueInteger: 0 },
        { url: `${core}maxValue`, valueInteger: 10 },
      ],
    },
    { valueInteger: 7 },
  ],
  [{ type: 'choice', required: true, answerOption: options }, options[1] ?? {}],
  [
    { type: 'string', maxLength: 60, extension: [{ url: `${core}regex`, valueString: '[A-Za-z ]+' }] },
    { valueString: 'a text of a usual length' },
  ],
  [{ type: 'date', extension: [{ url: `${core}minValue`, valueDate: '2020-01-01' }] }, { valueDate: '2026-01-20' }],
  [{ type: 'boolean' }, { valueBoolean: true }],
];

/**
 * A Questionnaire of so many questions in groups of five, some opened by others, and a completed response that is in
 * order.
 */
export function formOf(questions: number, version = '1.0'): { questionnaire: Questionnaire; response: Buffer } {
  const url = `http://example.dk/fhir/Questionnaire/maaling-${questions}`;
  const groups = Array.from({ length: Math.ceil(questions / kinds.length) }, (_, group) => `g${group}`);
  const asked = (group: string) =>
    kinds.map(([kind, _], index): QuestionnaireItem => {
      const opened = { question: `${group}.1`, operator: '=', answerCoding: options[1]?.valueCoding ?? {} } as const;
      const item = { linkId: `${group}.${index}`, text: `Spørgsmål ${group}.${index}`, ...kind };
      return index === 2 ? { ...item, enableWhen: [opened] } : item;
    });
  const answered = (group: string) =>
    kinds.map(([, answer], index): QuestionnaireResponseItem => {
      return { linkId: `${group}.${index}`, text: `Spørgsmål ${group}.${index}`, answer: [answer] };
    });
  const questionnaire: Questionnaire = {
    resourceType: 'Questionnaire',
    id: `maaling-${questions}`,
    url,
    version,
    status: 'active',
    item: groups.map((linkId) => ({ linkId, type: 'group', text: `Gruppe ${linkId}`, item: asked(linkId) })),
  };
  const response: QuestionnaireResponse = {
    resourceType: 'QuestionnaireResponse',
    questionnaire: `${url}|${version}`,
    status: 'completed',
    subject: { reference: 'Patient/1' },
    authored: '2026-01-20T10:30:00+01:00',
    author: { reference: 'Practitioner/1' },
    item: groups.map((linkId) => ({ linkId, text: `Gruppe ${linkId}`, item: answered(linkId) })),
  };
  return { questionnaire, response: Buffer.from(JSON.stringify(response)) };
}

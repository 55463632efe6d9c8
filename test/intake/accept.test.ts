import type { Patient, Practitioner, QuestionnaireResponse } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { isError } from '../../src/outcome/outcome.ts';
import { cpr, type Damage, problems, verdict } from './damaged.ts';

const base = 'http://differentieringsmodellen.dk/fhir';
const dataAbsent = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';

/** Without the calculated values, so that a change of a rating stays the only fault. */
function uncalculated(response: QuestionnaireResponse): void {
  response.item = (response.item ?? []).filter((item) => !/^(score|forslag)/.test(item.linkId));
}

test('a response without a questionnaire is shown one that there is', () => {
  const found = verdict((response) => {
    delete response.questionnaire;
  }).problems;
  expect(found).toEqual([
    {
      code: 'questionnaire-missing',
      place: 'QuestionnaireResponse.questionnaire',
      values: { example: `${base}/Questionnaire/psykiatri|1.0.0` },
    },
  ]);
});

test('a name that is too long is told how long it may be', () => {
  const long = 'x'.repeat(201);
  const found = verdict((response) => {
    response.subject = { identifier: { system: cpr, value: '2512489996' }, display: long };
    response.author = { display: long };
  }).problems;
  expect(found).toEqual([
    { code: 'name-too-long', place: 'QuestionnaireResponse.author', values: { maximum: '200' } },
    { code: 'name-too-long', place: 'QuestionnaireResponse.subject', values: { maximum: '200' } },
  ]);
});

test('of names of the contained citizen, too, it is told how long they may be', () => {
  const { problems: told } = verdict((response) => {
    const name = [{ text: 'Nancy', given: ['x'.repeat(201)] }];
    const patient: Patient = {
      resourceType: 'Patient',
      id: 'p',
      identifier: [{ system: cpr, value: '2512489996' }],
      name,
    };
    response.subject = { reference: '#p' };
    response.contained = [patient];
  });
  expect(told).toMatchObject([{ code: 'name-too-long', values: { maximum: '200' } }]);
});

test.each<[string, Damage, readonly string[]]>([
  ['a status', (response) => Object.assign(response, { status: 5 }), ['type-wrong QuestionnaireResponse.status']],
  [
    'an identifier',
    (response) => Object.assign(response, { status: 'amended', identifier: 'x' }),
    ['type-wrong QuestionnaireResponse.identifier'],
  ],
])('%s that cannot be read is told once, and nothing is made of it', (_, damage, expected) => {
  expect(problems(damage, 'scoring')).toEqual(expected);
});

test('the undamaged response is in order', () => {
  expect(problems(() => {})).toEqual([]);
});

describe('each fault has its code and its place', () => {
  const cases: readonly (readonly [string, string, Damage])[] = [
    [
      'a question in another group',
      'linkid-misplaced QuestionnaireResponse.item[20]',
      (response) => response.item?.push({ linkId: 'aftale.dato', answer: [{ valueDate: '2026-01-22' }] }),
    ],
    [
      'a question twice',
      'linkid-repeated QuestionnaireResponse.item[20]',
      (response) => response.item?.push({ linkId: 'kommentar', answer: [{ valueString: 'Igen' }] }),
    ],
    [
      'questions in another order',
      'item-order QuestionnaireResponse.item[19]',
      (response) => response.item?.push(...(response.item?.splice(18, 1) ?? [])),
    ],
    [
      'an answer to a group',
      'group-answered QuestionnaireResponse.item[0]',
      (response, item) => {
        const group = item('faktor.svaerhedsgrad');
        delete group.item;
        group.answer = [{ valueString: 'svær' }];
        response.item = (response.item ?? []).filter(({ linkId }) => linkId !== 'score');
      },
    ],
    [
      'a question with items of its own',
      'question-as-group QuestionnaireResponse.item[19]',
      (_, item) => {
        const question = item('kommentar');
        delete question.answer;
        question.item = [{ linkId: 'kommentar' }];
      },
    ],
    [
      'a text that is not the question’s',
      'text-differs QuestionnaireResponse.item[6].text',
      (_, item) => {
        item('score').text = 'Blodtryk';
      },
    ],
    [
      'two answers to one question',
      'answer-repeated QuestionnaireResponse.item[19].answer[1]',
      (_, item) => item('kommentar').answer?.push({ valueString: 'Og mere' }),
    ],
    [
      'the same answer twice',
      'answer-duplicate QuestionnaireResponse.item[17].answer[2]',
      (_, item) => item('redskaber').answer?.push(...(item('redskaber').answer?.slice(0, 1) ?? [])),
    ],
    [
      'an answer without a value',
      'answer-empty QuestionnaireResponse.item[19].answer[0]',
      (_, item) => {
        item('kommentar').answer = [{ extension: [{ url: 'http://example.dk/x', valueBoolean: true }] }];
      },
    ],
    [
      'a code of another system',
      'answer-code QuestionnaireResponse.item[12].answer[0].value',
      (_, item) => {
        item('inddragelse').answer = [{ valueCoding: { system: `${base}/CodeSystem/beslutning`, code: 'deltog' } }];
      },
    ],
    [
      'a code without its system',
      'answer-code QuestionnaireResponse.item[12].answer[0].value',
      (_, item) => {
        item('inddragelse').answer = [{ valueCoding: { code: 'deltog' } }];
      },
    ],
    [
      'a display that belongs to another code: which of the two is meant is a guess',
      'answer-display QuestionnaireResponse.item[0].item[0].answer[0].value.display',
      (_, item) => {
        const [answer] = item('faktor.svaerhedsgrad.vurdering').answer ?? [];
        if (answer?.valueCoding !== undefined) answer.valueCoding.display = '1 - let belastning';
      },
    ],
    [
      'a display that the CodeSystem does not have for the code',
      'answer-display QuestionnaireResponse.item[0].item[0].answer[0].value.display',
      (_, item) => {
        const [answer] = item('faktor.svaerhedsgrad.vurdering').answer ?? [];
        if (answer?.valueCoding !== undefined) answer.valueCoding.display = 'ganske slemt';
      },
    ],
    [
      'a suggestion that is said to be unknown where the ratings give one',
      'calculated-differs QuestionnaireResponse.item[7].answer[0].value',
      (_, item) => {
        item('forslag').answer = [{ extension: [{ url: dataAbsent, valueCode: 'unknown' }] }];
      },
    ],
    [
      'an ordinal other than the questionnaire’s',
      'weight-differs QuestionnaireResponse.item[0].item[0].answer[0].value',
      (_, item) => {
        const [answer] = item('faktor.svaerhedsgrad.vurdering').answer ?? [];
        const url = 'http://hl7.org/fhir/StructureDefinition/ordinalValue';
        if (answer?.valueCoding !== undefined) answer.valueCoding.extension = [{ url, valueDecimal: 1 }];
      },
    ],
    [
      'a weight of a factor other than the questionnaire’s',
      'weight-differs QuestionnaireResponse.item[2].item[1].answer[0].value',
      (_, item) => {
        const [answer] = item('faktor.netvaerk.vaegt').answer ?? [];
        const url = 'http://hl7.org/fhir/StructureDefinition/itemWeight';
        if (answer?.valueCoding !== undefined) answer.valueCoding.extension = [{ url, valueDecimal: 3 }];
      },
    ],
    [
      'a weight on the answer itself',
      'weight-differs QuestionnaireResponse.item[0].item[0].answer[0]',
      (_, item) => {
        const extension = [{ url: 'http://hl7.org/fhir/StructureDefinition/itemWeight', valueDecimal: 99 }];
        const question = item('faktor.svaerhedsgrad.vurdering');
        question.answer = question.answer?.map((answer) => ({ ...answer, extension })) ?? [];
      },
    ],
    [
      'a second weight behind the right one',
      'weight-differs QuestionnaireResponse.item[0].item[0].answer[0].value',
      (_, item) => {
        const url = 'http://hl7.org/fhir/StructureDefinition/itemWeight';
        const [answer] = item('faktor.svaerhedsgrad.vurdering').answer ?? [];
        const extension = [3, 99].map((valueDecimal) => ({ url, valueDecimal }));
        if (answer?.valueCoding !== undefined) answer.valueCoding.extension = extension;
      },
    ],
    [
      'a weight of another type',
      'weight-differs QuestionnaireResponse.item[0].item[0].answer[0].value',
      (_, item) => {
        const [answer] = item('faktor.svaerhedsgrad.vurdering').answer ?? [];
        const url = 'http://hl7.org/fhir/StructureDefinition/itemWeight';
        if (answer?.valueCoding !== undefined) answer.valueCoding.extension = [{ url, valueInteger: 3 }];
      },
    ],
    [
      'a decision for an action of another level',
      'item-disabled QuestionnaireResponse.item[15]',
      (response) =>
        response.item?.splice(15, 0, {
          linkId: 'handling.stillingtagen-koordinator',
          item: [
            {
              linkId: 'handling.stillingtagen-koordinator.beslutning',
              answer: [{ valueCoding: { system: `${base}/CodeSystem/beslutning`, code: 'ja' } }],
            },
          ],
        }),
    ],
    [
      'a score while a factor is unrated',
      'item-disabled QuestionnaireResponse.item[6]',
      (response, item) => {
        response.item = (response.item ?? []).filter((one) => !one.linkId.startsWith('forslag'));
        item('faktor.samarbejde').item = [];
        delete item('faktor.samarbejde').item;
      },
    ],
    [
      'a lower end other than the recomputed one',
      'calculated-differs QuestionnaireResponse.item[8].answer[0].value',
      (_, item) => {
        item('forslag.lav').answer = [{ valueCoding: { system: `${base}/CodeSystem/niveau-somatik`, code: '0' } }];
      },
    ],
    [
      'a partial date of reassessment',
      'date-partial QuestionnaireResponse.item[18].answer[0].value',
      (_, item) => {
        item('revurdering').answer = [{ valueDate: '2026-04' }];
      },
    ],
    [
      'a subject without a number',
      'subject-unidentified QuestionnaireResponse.subject',
      (response) => {
        response.subject = { display: 'Nancy Ann Berggren' };
      },
    ],
    [
      'a subject that is no citizen',
      'subject-type QuestionnaireResponse.subject',
      (response) => {
        response.subject = { reference: 'Group/1', identifier: { system: cpr, value: '2512489996' } };
      },
    ],
    [
      'a contained citizen who is not there',
      'contained-unknown QuestionnaireResponse.subject',
      (response) => {
        response.subject = { reference: '#borger' };
      },
    ],
    [
      'a replacement number that cannot be',
      'replacement-number-impossible QuestionnaireResponse.subject',
      (response) => {
        response.subject = { identifier: { system: 'urn:oid:1.2.208.176.1.6.1.1', value: '123' } };
      },
    ],
    [
      'a citizen as author',
      'author-type QuestionnaireResponse.author',
      (response) => {
        response.author = { reference: 'Patient/1' };
      },
    ],
    [
      'software as author',
      'author-type QuestionnaireResponse.author',
      (response) => {
        response.author = { type: 'Device', display: 'EPJ' };
      },
    ],
    [
      'a reference that is a search: another server would resolve it to another citizen',
      'reference-form QuestionnaireResponse.subject',
      (response) => {
        const identifier = { system: cpr, value: '2512489996' };
        response.subject = { reference: `Patient?identifier=${cpr}|0101010001`, identifier };
      },
    ],
    [
      'a reference by CPR number',
      'reference-personal QuestionnaireResponse.subject',
      (response) => {
        response.subject = { reference: 'Patient/2512489996', identifier: { system: cpr, value: '2512489996' } };
      },
    ],
    [
      'a reference whose type contradicts the one beside it',
      'subject-type QuestionnaireResponse.subject',
      (response) => {
        response.subject = { type: 'Patient', reference: 'Group/1', identifier: { system: cpr, value: '2512489996' } };
      },
    ],
    [
      'two contained citizens of one id',
      'contained-ambiguous QuestionnaireResponse.subject',
      (response) => {
        const patient = (value: string): Patient => ({
          resourceType: 'Patient',
          id: 'p',
          identifier: [{ system: cpr, value }],
        });
        response.contained = [patient('2512489996'), patient('0101010001')];
        response.subject = { reference: '#p' };
      },
    ],
    [
      'a contained citizen without an id',
      'contained-unknown QuestionnaireResponse.subject',
      (response) => {
        response.contained = [
          { resourceType: 'Patient', identifier: [{ system: cpr, value: '2512489996' }] } as Patient,
        ];
        response.subject = { reference: '#undefined' };
      },
    ],
    [
      'a contained citizen whose identifier is no list',
      'list-expected QuestionnaireResponse.contained[0].identifier',
      (response) => {
        const identifier = { system: cpr, value: '2512489996' };
        response.contained = [{ resourceType: 'Patient', id: 'p', identifier } as unknown as Patient];
        response.subject = { reference: '#p' };
      },
    ],
    [
      'a contained professional whose name is no list of names',
      'type-wrong QuestionnaireResponse.contained[0].name[0]',
      (response) => {
        response.contained = [{ resourceType: 'Practitioner', id: 'p', name: ['Burns'] } as unknown as Practitioner];
        response.author = { reference: '#p' };
      },
    ],
    [
      'two replacement numbers of one region',
      'subject-ambiguous QuestionnaireResponse.subject',
      (response) => {
        const system = 'urn:oid:1.2.208.176.1.6.1.3.84';
        const identifier = ['0212840AA1', '0212840BB1'].map((value) => ({ system, value }));
        response.contained = [{ resourceType: 'Patient', id: 'p', identifier } as Patient];
        response.subject = { reference: '#p' };
      },
    ],
    [
      'a name without end: it would stand in every resource',
      'name-too-long QuestionnaireResponse.subject',
      (response) => {
        if (response.subject !== undefined) response.subject.display = '&'.repeat(201);
      },
    ],
    [
      'an identifier without anything to see',
      'identifier-incomplete QuestionnaireResponse.identifier',
      (response) => {
        response.identifier = { system: 'https://ehr.example.dk', value: ' \u200b' };
      },
    ],
    [
      'a CPR number as identifier of the response',
      'identifier-personal QuestionnaireResponse.identifier',
      (response) => {
        response.identifier = { system: cpr, value: '2512489996' };
      },
    ],
    [
      'an identifier that holds the citizen’s number',
      'identifier-personal QuestionnaireResponse.identifier',
      (response) => {
        response.identifier = { system: 'https://ehr.example.dk', value: 'svar-2512489996-1' };
      },
    ],
    [
      'a modifier extension, which may negate what it stands on',
      'modifier-unknown QuestionnaireResponse.item[10].answer[0].modifierExtension',
      (_, item) => {
        const modifierExtension = [{ url: 'http://example.org/negated', valueBoolean: true }];
        item('niveau').answer = item('niveau').answer?.map((answer) => ({ ...answer, modifierExtension })) ?? [];
      },
    ],
    [
      'implicit rules',
      'modifier-unknown QuestionnaireResponse.implicitRules',
      (response) => {
        response.implicitRules = 'http://example.org/rules';
      },
    ],
    [
      'a version with something behind it',
      'questionnaire-version-unknown QuestionnaireResponse.questionnaire',
      (response) => {
        response.questionnaire = `${response.questionnaire}|x`;
      },
    ],
    [
      'a script in the narrative',
      'format-wrong QuestionnaireResponse.text.div',
      (response) => {
        const div = '<div xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></div>';
        response.text = { status: 'generated', div };
      },
    ],
    [
      'a reassessment before the assessment is warned of',
      'reassessment-before QuestionnaireResponse.item[18].answer[0].value',
      (_, item) => {
        item('revurdering').answer = [{ valueDate: '2025-12-31' }];
      },
    ],
    [
      'an author who names nobody is warned of',
      'author-missing QuestionnaireResponse.author',
      (response) => {
        response.contained = [{ resourceType: 'Practitioner', id: 'p', name: [{ prefix: ['Dr'] }] } as Practitioner];
        response.author = { reference: '#p' };
      },
    ],
    [
      'an author whose reference contradicts the type beside it',
      'author-type QuestionnaireResponse.author',
      (response) => {
        response.author = { type: 'Practitioner', reference: 'https://ehr.example.dk/Patient/1/_history/2' };
      },
    ],
    [
      'no time of assessment',
      'authored-missing QuestionnaireResponse.authored',
      (response) => {
        delete response.authored;
      },
    ],
    [
      'no questionnaire',
      'questionnaire-missing QuestionnaireResponse.questionnaire',
      (response) => {
        delete response.questionnaire;
      },
    ],
    [
      'an identifier without its system',
      'identifier-incomplete QuestionnaireResponse.identifier',
      (response) => {
        response.identifier = { value: '1' };
      },
    ],
  ];

  test.each(cases)('%s', (_, expected, damage) => {
    expect(problems(damage)).toEqual([expected]);
  });
});

describe('what is in order stays in order', () => {
  const cases: readonly (readonly [string, Damage])[] = [
    ['no calculated values', uncalculated],
    [
      'an unanswered item without answer',
      (_, item) => {
        delete item('kommentar').answer;
      },
    ],
    [
      'a deviation with its reason',
      (_, item) => {
        item('niveau').answer = [{ valueCoding: { system: `${base}/CodeSystem/niveau-somatik`, code: '1' } }];
      },
    ],
    [
      'the right weights on the codings',
      (_, item) => {
        const [answer] = item('faktor.netvaerk.vaegt').answer ?? [];
        const url = 'http://hl7.org/fhir/StructureDefinition/itemWeight';
        if (answer?.valueCoding !== undefined) answer.valueCoding.extension = [{ url, valueDecimal: 2 }];
      },
    ],
    [
      'the citizen’s reference with an identifier beside it',
      (response) => {
        response.subject = { reference: 'Patient/1', identifier: { system: cpr, value: '2512489996' } };
      },
    ],
    [
      'a weight on a code to which the form gives none: nothing to compare it with',
      (_, item) => {
        const [answer] = item('inddragelse').answer ?? [];
        const url = 'http://hl7.org/fhir/StructureDefinition/itemWeight';
        if (answer?.valueCoding !== undefined) answer.valueCoding.extension = [{ url, valueDecimal: 7 }];
      },
    ],
    [
      'no display at all',
      (_, item) => {
        for (const answer of item('inddragelse').answer ?? []) delete answer.valueCoding?.display;
      },
    ],
  ];

  test.each(cases)('%s', (_, damage) => {
    expect(problems(damage)).toEqual([]);
  });

  test('an unfinished response may be incomplete', () => {
    const found = problems((response) => {
      response.status = 'in-progress';
      response.item = (response.item ?? []).slice(0, 2);
    });
    expect(found).toEqual([]);
  });

  test.each(['in-progress', 'stopped'] as const)('%s: a level outside the suggestion owes no reason yet', (status) => {
    const found = problems((response, item) => {
      response.status = status;
      item('niveau').answer = [{ valueCoding: { system: `${base}/CodeSystem/niveau-somatik`, code: '1' } }];
      response.item = (response.item ?? []).filter(({ linkId }) => linkId !== 'niveau.begrundelse');
    });
    expect(found).toEqual([]);
  });

  test.each(['in-progress', 'stopped'] as const)('%s can be validated, not scored', (status) => {
    const unfinished: Damage = (response) => {
      response.status = status;
    };
    expect(problems(unfinished)).toEqual([]);
    expect(problems(unfinished, 'scoring')).toEqual(['status-in-progress QuestionnaireResponse.status']);
    expect(verdict(unfinished, 'validation').checked?.status).toBeUndefined();
  });

  test('an amended response owes what a completed one owes', () => {
    const amended = (left: RegExp) =>
      problems((response, item) => {
        response.status = 'amended';
        item('niveau').answer = [{ valueCoding: { system: `${base}/CodeSystem/niveau-somatik`, code: '1' } }];
        response.item = (response.item ?? []).filter(({ linkId }) => !left.test(linkId));
      });
    expect(amended(/^inddragelse/)).toEqual(['required-missing QuestionnaireResponse']);
    expect(amended(/^niveau\.begrundelse$/)).toEqual([
      'deviation-unexplained QuestionnaireResponse.item[10].answer[0]',
    ]);
  });

  test('a withdrawn response may have leftovers of what it said', () => {
    const found = problems((response) => {
      response.status = 'entered-in-error';
      response.item = (response.item ?? []).filter((item) => !item.linkId.startsWith('faktor'));
    });
    expect(found).toEqual([]);
  });

  test('a withdrawn response may be incomplete, and owes no reason', () => {
    const found = problems((response) => {
      response.status = 'entered-in-error';
      delete response.item;
    });
    expect(found).toEqual([]);
  });
});

describe('what the form calculates is told as it should be', () => {
  const found = (damage: Damage) => verdict(damage).problems.map(({ code, values }) => [code, values]);
  const level = (code: string) => [{ valueCoding: { system: `${base}/CodeSystem/niveau-somatik`, code } }];

  test.each(['forslag', 'forslag.lav', 'forslag.hoej'])('%s', (linkId) => {
    const differs = found((_, item) => {
      item(linkId).answer = level('0');
    });
    expect(differs).toEqual([['calculated-differs', { expected: 'Niveau 3', expectedEn: 'Level 3' }]]);
  });

  test('the score', () => {
    const differs = found((_, item) => {
      item('score').answer = [{ valueInteger: 15 }];
    });
    expect(differs).toEqual([['calculated-differs', { expected: '14', expectedEn: '14' }]]);
  });

  test('nothing, where a factor is unrated', () => {
    const unrated: Damage = (response, item) => {
      delete item('faktor.samarbejde').item;
      item('faktor.svaerhedsgrad.vurdering').answer = [
        { valueCoding: { system: `${base}/CodeSystem/belastning`, code: '0' } },
      ];
      item('faktor.sociale-problematikker.vurdering').answer = [
        { valueCoding: { system: `${base}/CodeSystem/belastning`, code: '0' } },
      ];
      response.item = (response.item ?? []).filter(({ linkId }) => !/^(?:score|forslag\.(lav|hoej))$/.test(linkId));
    };
    expect(found(unrated)).toEqual([['calculated-differs', { expected: '–', expectedEn: '–' }]]);
  });

  test('the level or the interval that a deviation deviates from, and the question for its reason', () => {
    const deviating = (damage: Damage) =>
      found((response, item) => {
        item('niveau').answer = level('0');
        damage(response, item);
        response.item = (response.item ?? []).filter(
          ({ linkId }) => !/^(niveau\.begrundelse|score|forslag)/.test(linkId),
        );
      });
    const question = {
      question: expect.stringMatching(/^Begrundelse for niveauet/),
      questionEn: expect.stringMatching(/reason/i),
    };
    expect(deviating(() => {})).toEqual([
      ['deviation-unexplained', expect.objectContaining({ expected: 'Niveau 3', expectedEn: 'Level 3' })],
    ]);
    const interval = deviating((_, item) => {
      delete item('faktor.svaerhedsgrad').item;
      item('faktor.sociale-problematikker.vurdering').answer = [
        { valueCoding: { system: `${base}/CodeSystem/belastning`, code: '0' } },
      ];
    });
    expect(interval).toEqual([
      ['deviation-unexplained', { expected: 'Niveau 2 – Niveau 3', expectedEn: 'Level 2 – Level 3', ...question }],
    ]);
  });
});

describe('an assessed level outside the suggestion asks for a reason', () => {
  // The ratings suggest 3.
  test.each([
    ['0', ['deviation-unexplained QuestionnaireResponse.item[10].answer[0]']],
    ['2', ['deviation-unexplained QuestionnaireResponse.item[10].answer[0]']],
    ['3', []],
    ['4', ['deviation-unexplained QuestionnaireResponse.item[10].answer[0]']],
  ])('%s', (code, expected) => {
    const found = problems((response, item) => {
      item('niveau').answer = [{ valueCoding: { system: `${base}/CodeSystem/niveau-somatik`, code } }];
      response.item = (response.item ?? []).filter(({ linkId }) => linkId !== 'niveau.begrundelse');
    });
    expect(found).toEqual(expected);
  });

  test('of an interval both ends are inside', () => {
    // One factor is unrated: 2 to 3 are possible.
    const found = (code: string) =>
      problems((response, item) => {
        item('niveau').answer = [{ valueCoding: { system: `${base}/CodeSystem/niveau-somatik`, code } }];
        const rated = ['svaerhedsgrad', 'sociale-problematikker', 'netvaerk', 'samarbejde', 'funktionsniveau'];
        for (const [index, factor] of rated.entries()) {
          item(`faktor.${factor}.vurdering`).answer = [
            { valueCoding: { system: `${base}/CodeSystem/belastning`, code: index === 0 ? '3' : '0' } },
          ];
        }
        item('faktor.netvaerk').item = item('faktor.netvaerk').item?.slice(0, 1) ?? [];
        delete item('faktor.sygdomserkendelse').item;
        response.item = (response.item ?? []).filter(
          ({ linkId }) => !/^(niveau\.begrundelse|score|forslag)/.test(linkId),
        );
      }).map((problem) => problem.split(' ')[0]);
    expect(['1', '2', '3', '4'].map(found)).toEqual([['deviation-unexplained'], [], [], ['deviation-unexplained']]);
  });
});

test.each([
  ['parties', 'aftale.parter'],
  ['a day', 'aftale.dato'],
])('%s of an agreement without its level are warned of', (_, linkId) => {
  const found = problems((_response, item) => {
    item('aftale').item = item('aftale').item?.filter((one) => one.linkId === linkId) ?? [];
  });
  expect(found).toEqual(['agreement-without-level QuestionnaireResponse']);
});

test.each(['validation', 'scoring'] as const)('%s: what is wrong is an error, and nothing is accepted', (purpose) => {
  const found = verdict((response) => {
    response.status = 'amended';
    delete response.identifier;
  }, purpose);
  expect(found.problems.map(({ code, place }) => `${code} ${place}`)).toEqual([
    'identifier-missing QuestionnaireResponse.identifier',
  ]);
  expect([found.problems.every(isError), found.checked]).toEqual([true, undefined]);
});

test('a time of assessment that is no text is called by its type', () => {
  const found = problems((response) => {
    Object.assign(response, { authored: 2026 });
  });
  expect(found).toEqual(['type-wrong QuestionnaireResponse.authored']);
});

test.each<[string, string | undefined, unknown]>([
  ['none', undefined, { example: `${base}/Questionnaire/psykiatri|1.0.0` }],
  [
    'one that nobody here knows',
    'https://x.dk/Questionnaire/a',
    expect.objectContaining({ known: expect.stringMatching(/, /) }),
  ],
  ['ours without version', `${base}/Questionnaire/somatik`, { example: `${base}/Questionnaire/somatik|1.0.0` }],
  ['ours in another version', `${base}/Questionnaire/somatik|9.0`, { example: `${base}/Questionnaire/somatik|1.0.0` }],
])('a questionnaire that is %s: those that are known are told', (_, canonical, values) => {
  const found = verdict((response) => {
    if (canonical === undefined) delete response.questionnaire;
    else response.questionnaire = canonical;
  });
  expect(found.problems.map((problem) => problem.values)).toEqual([values]);
});

test('an agreement without its level is warned of', () => {
  const found = problems((response, item) => {
    item('aftale').item = item('aftale').item?.filter((one) => one.linkId !== 'aftale.niveau') ?? [];
    expect(response.status).toBe('completed');
  });
  expect(found).toEqual(['agreement-without-level QuestionnaireResponse']);
});

describe('CPR numbers that can be', () => {
  const withCpr = (value: string) =>
    problems((response) => {
      response.subject = { type: 'Patient', identifier: { system: cpr, value } };
    });
  test.each([
    '2512489996',
    '0101010001',
    '2902004000',
    '2902009000',
    '2902005000',
    '2902008000',
    '2902960000',
    '2902965000',
    '3112999999',
    '0101005000',
    '3009123456',
  ])('%s', (value) => {
    expect(withCpr(value)).toEqual([]);
  });
  // 1900 had no 29 February, 2000 had.
  test.each([
    '3202489996',
    '3109991234',
    '2902970000',
    '2902974000',
    '0013489996',
    '0113489996',
    '0100489996',
    '0000000000',
    '2902000000',
    '2902003999',
    '6112489996',
    '251248999',
    '25124899960',
    '251248-9996',
    'a251248999',
  ])('not %s', (value) => {
    expect(withCpr(value)).toEqual(['cpr-impossible QuestionnaireResponse.subject']);
  });
});

describe('faults of shape do not hide the others', () => {
  const strange = <Value>(value: unknown): Value => value as Value;
  const cases: readonly (readonly [string, Damage, readonly string[]])[] = [
    [
      'an identifier in square brackets, an unknown question and no citizen',
      (response) => {
        response.identifier = strange([{ system: 'https://ehr.example.dk', value: '1' }]);
        response.item?.push({ linkId: 'ukendt', answer: [{ valueString: 'x' }] });
        delete response.subject;
      },
      ['list-unexpected identifier', 'subject-missing subject', 'linkid-unknown item[20]'],
    ],
    [
      'what could not be read is not missing too',
      (response) => {
        response.subject = strange('Patient/1');
        response.author = strange([response.author]);
        response.authored = '2026-01-20T10:30+01:00';
        response.status = strange('done');
      },
      ['code-unknown status', 'type-wrong subject', 'authored-seconds authored', 'list-unexpected author'],
    ],
    [
      'of a person who could not be read, neither number nor name',
      (response) => {
        response.contained = strange([{ resourceType: 'Patient', id: 'p', name: 'Nancy' }]);
        response.subject = { reference: '#p' };
        response.author = { reference: '#p' };
      },
      ['list-expected contained[0].name'],
    ],
    [
      'no status, and an answer that is no option',
      (response, item) => {
        delete strange<{ status?: string }>(response).status;
        item('niveau').answer = [{ valueCoding: { system: 'http://x', code: '9' } }];
      },
      ['property-missing ', 'answer-code item[10].answer[0].value'],
    ],
    [
      'an answer that cannot be read, beside one that is wrong: nothing is said of what rests on it',
      (_, item) => {
        item('niveau').answer = [{ valueCoding: strange('3') }];
        item('kommentar').answer = [{ valueBoolean: true }];
      },
      ['type-wrong item[10].answer[0].value', 'answer-type item[19].answer[0]'],
    ],
    [
      'a calculated value that differs, beside a strange language',
      (response, item) => {
        response.language = strange(3);
        item('score').answer = [{ valueInteger: 1 }];
      },
      ['type-wrong language', 'calculated-differs item[6].answer[0].value'],
    ],
    [
      'a questionnaire that is not ours, beside a strange language',
      (response) => {
        response.language = strange(3);
        response.questionnaire = 'http://example.dk/andet|1';
      },
      ['type-wrong language', 'questionnaire-unknown questionnaire'],
    ],
    [
      'what is another resource is measured as none',
      (response) => {
        Object.assign(response, { resourceType: 'Patient' });
      },
      ['resource-type-wrong undefined'],
    ],
    [
      'a questionnaire that cannot be read says nothing of the rest',
      (response) => {
        response.questionnaire = strange(3);
        delete response.subject;
      },
      ['type-wrong questionnaire'],
    ],
  ];
  test.each(cases)('%s', (_, damage, expected) => {
    const found = (purpose: 'validation' | 'scoring') =>
      problems(damage, purpose).map((one) => one.replace(/QuestionnaireResponse\.?/, ''));
    expect(found('scoring').toSorted()).toEqual(expected.toSorted());
    expect(found('validation').toSorted()).toEqual(expected.toSorted());
    expect(verdict(damage).checked).toBeUndefined();
  });
});

import type { QuestionnaireResponse, QuestionnaireResponseItem, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { fhirPathIn } from '../../src/outcome/place.ts';
import { createChecker } from '../../src/questionnaire/checker.ts';
import { documentOf } from '../../src/questionnaire/json/document.ts';
import { filledIn, type Name, names, resources } from './questionnaires/forms.ts';

const checker = createChecker(resources);

/**
 * What LHC-Forms made of five foreign Questionnaires (test/conformance/foreign-questionnaires.test.ts), damaged: each
 * fault has its code and its place, and nothing else is said.
 */
type Damage = (parts: Parts) => void;
type Row = readonly [title: string, problem: string, damage: Damage];

interface Parts {
  readonly response: QuestionnaireResponse;
  /** The n-th item with that linkId. */
  readonly item: (linkId: string, index?: number) => QuestionnaireResponseItem;
  /** The first answer of an item. */
  readonly answer: (linkId: string, index?: number) => QuestionnaireResponseItemAnswer;
  readonly set: (linkId: string, ...answers: QuestionnaireResponseItemAnswer[]) => void;
}

function* everyItem(
  items: readonly QuestionnaireResponseItem[],
  place: string,
): Generator<{ item: QuestionnaireResponseItem; place: string }> {
  for (const [index, item] of items.entries()) {
    const here = `${place}item[${index}]`;
    yield { item, place: here };
    yield* everyItem(item.item ?? [], `${here}.`);
    for (const [position, answer] of (item.answer ?? []).entries())
      yield* everyItem(answer.item ?? [], `${here}.answer[${position}].`);
  }
}

function damaged(name: Name, damage: Damage): string[] {
  const response = filledIn(name);
  const item = (linkId: string, index = 0) => {
    const found = [...everyItem(response.item ?? [], '')].filter(({ item }) => item.linkId === linkId)[index]?.item;
    if (found === undefined) throw new Error(`${name} has no ${linkId}`);
    return found;
  };
  const answer = (linkId: string, index = 0) => {
    const [first] = item(linkId, index).answer ?? [];
    if (first === undefined) throw new Error(`${linkId} has no answer`);
    return first;
  };
  const set = (linkId: string, ...answers: QuestionnaireResponseItemAnswer[]) => {
    item(linkId).answer = answers;
  };
  damage({ response, item, answer, set });
  return checker
    .check(documentOf(response))
    .map(({ code, place }) => `${code} ${fhirPathIn(place).replace('QuestionnaireResponse.', '')}`);
}

const s = 'http://example.dk/fhir/CodeSystem/';
const ucum = 'http://unitsofmeasure.org';
const coding = (system: string, code: string, more: object = {}) => ({
  valueCoding: { system: s + system, code, ...more },
});
const quantity = (value: number, code: string) => ({ valueQuantity: { value, unit: code, system: ucum, code } });
const top = 'QuestionnaireResponse';

const damages: Readonly<Record<Name, readonly Row[]>> = {
  smerter: [
    [
      'a required question left out',
      `required-missing ${top}`,
      ({ response }) => {
        response.item = response.item?.slice(0, 1).concat(response.item.slice(2)) ?? [];
      },
    ],
    [
      'the question that opens the others answered no',
      'item-disabled item[1]',
      ({ set, response }) => {
        set('smerte', { valueBoolean: false });
        response.item = response.item?.slice(0, 2) ?? [];
      },
    ],
    [
      'one place too many, and an exclusive one among them',
      'option-exclusive item[1].answer[2]',
      ({ item }) => item('steder').answer?.push(coding('sted', 'overalt')),
    ],
    [
      'a place twice',
      'answer-duplicate item[1].answer[2]',
      ({ item }) => item('steder').answer?.push(coding('sted', 'knae')),
    ],
    ['an unknown place', 'answer-code item[1].answer[0].value', ({ set }) => set('steder', coding('sted', 'fod'))],
    [
      'a place of another system',
      'answer-code item[1].answer[0].value',
      ({ set }) => set('steder', coding('lindring', 'hoved')),
    ],
    [
      'the wording of another place',
      'answer-display item[1].answer[0].value.display',
      ({ set }) => set('steder', coding('sted', 'hoved', { display: 'Knæ' })),
    ],
    ['eleven out of ten', 'value-high item[2].answer[0].value', ({ set }) => set('styrke', { valueInteger: 11 })],
    [
      'less than nothing',
      'value-low item[2].answer[0].value',
      ({ set, response }) => {
        set('styrke', { valueInteger: -1 });
        response.item?.splice(3, 1);
      },
    ],
    [
      'a strength that does not open the group',
      'item-disabled item[3]',
      ({ set }) => set('styrke', { valueInteger: 4 }),
    ],
    [
      'a date before its bound',
      'value-low item[3].item[0].answer[0].value',
      ({ set }) => set('laege.set', { valueDate: '2019-12' }),
    ],
    [
      'a time before its bound',
      'value-low item[3].item[1].answer[0].value',
      ({ set }) => set('laege.tid', { valueDateTime: '2019' }),
    ],
    [
      'a code that an open choice does not have',
      'answer-code item[4].answer[0].value',
      ({ set }) => set('lindring', coding('lindring', 'kulde')),
    ],
    ['a text too long', 'answer-length item[5].answer[0]', ({ set }) => set('ord', { valueString: 'æ'.repeat(201) })],
    ['a text too short', 'answer-short item[5].answer[0]', ({ set }) => set('ord', { valueString: 'av' })],
    [
      'an answer to a display',
      'group-answered item[0]',
      ({ response }) => response.item?.unshift({ linkId: 'intro', answer: [{ valueString: 'x' }] }),
    ],
  ],
  maalinger: [
    ['a height too small', 'value-low item[0].answer[0].value', ({ set }) => set('hoejde', { valueDecimal: 49.9 })],
    [
      'a height too exact',
      'answer-decimals item[0].answer[0].value',
      ({ set }) => set('hoejde', { valueDecimal: 180.55 }),
    ],
    [
      'a weight in a unit that is not offered',
      'answer-unit item[1].answer[0].value',
      ({ set }) => set('vaegt', quantity(163, '[lb_av]')),
    ],
    [
      'a weight too large, in grams',
      'value-high item[1].answer[0].value',
      ({ set }) => set('vaegt', quantity(400_001, 'g')),
    ],
    [
      'a weight without its unit’s system',
      'answer-unit item[1].answer[0].value',
      ({ set }) => set('vaegt', { valueQuantity: { value: 81.5, unit: 'kg' } }),
    ],
    ['another BMI', 'calculation-differs item[2].answer[0].value', ({ set }) => set('bmi', { valueDecimal: 25.1 })],
    [
      'a BMI of another weight',
      'calculation-differs item[2].answer[0].value',
      ({ set }) => set('vaegt', quantity(90, 'kg')),
    ],
    [
      'pressures the wrong way round',
      `constraint-failed ${top}`,
      ({ set }) => {
        set('diastolisk', { valueInteger: 160 });
      },
    ],
    ['a time of night', 'value-low item[5].answer[0].value', ({ set }) => set('maalt', { valueTime: '05:59:59' })],
    [
      'a number of another form',
      'answer-pattern item[6].answer[0]',
      ({ set }) => set('udstyr', { valueString: 'AB-12345' }),
    ],
    [
      'a number that is right in a part',
      'answer-pattern item[6].answer[0]',
      ({ set }) => set('udstyr', { valueString: 'nr. AB-1234' }),
    ],
    [
      'a computed no for yes',
      'calculation-differs item[7].answer[0].value',
      ({ set }) => set('afviger', { valueBoolean: false }),
    ],
    [
      'a question that an expression shuts',
      'item-disabled item[8]',
      ({ set, item }) => {
        set('systolisk', { valueInteger: 140 });
        item('afviger').answer = [{ valueBoolean: false }];
      },
    ],
    [
      'nothing measured',
      `required-missing ${top}`,
      ({ response }) => {
        response.item = response.item?.slice(0, 1) ?? [];
      },
    ],
  ],
  medicin: [
    ['one repetition too few', 'occurs-few item[0]', ({ response }) => response.item?.splice(1, 1)],
    [
      'one too many',
      'occurs-many item[3]',
      ({ response, item }) =>
        response.item?.splice(0, 0, structuredClone(item('praeparat')), structuredClone(item('praeparat'))),
    ],
    ['a name missing in the second', 'required-missing item[1]', ({ item }) => item('praeparat', 1).item?.shift()],
    [
      'a name too long',
      'answer-length item[0].item[0].answer[0]',
      ({ set }) => set('praeparat.navn', { valueString: 'x'.repeat(41) }),
    ],
    [
      'a form that the contained ValueSet does not hold',
      'answer-code item[0].item[1].answer[0].value',
      ({ set }) => set('praeparat.form', coding('form', 'saft')),
    ],
    [
      'a dose in another unit',
      'answer-unit item[0].item[2].answer[0].value',
      ({ set }) => set('praeparat.dosis', quantity(5, 'mL')),
    ],
    [
      'a question that only the other repetition opens',
      'item-disabled item[1].item[3]',
      ({ item }) => item('praeparat', 1).item?.push({ linkId: 'praeparat.behov', answer: [{ valueString: 'x' }] }),
    ],
    [
      'a code that the supplied ValueSet does not hold',
      'answer-code item[2].answer[0].value',
      ({ answer }) => {
        answer('allergi').valueCoding = { system: `${s}ja-nej`, code: 'måske' };
      },
    ],
    [
      'the question below an answer left out',
      'required-missing item[2].answer[0]',
      ({ answer }) => {
        delete answer('allergi').item;
      },
    ],
    [
      'the question below an answer beside it',
      'linkid-misplaced item[3]',
      ({ response, answer }) => {
        response.item?.push(...structuredClone(answer('allergi').item ?? []));
      },
    ],
    [
      'below an answer that does not open it',
      'item-disabled item[2].answer[0].item[0]',
      ({ answer }) => {
        answer('allergi').valueCoding = { system: `${s}ja-nej`, code: 'nej' };
      },
    ],
    [
      'a link of another kind',
      'answer-pattern item[3].answer[0]',
      ({ response }) => response.item?.push({ linkId: 'link', answer: [{ valueUri: 'http://example.dk' }] }),
    ],
    [
      'a question of the group outside it',
      'linkid-misplaced item[3]',
      ({ response }) => response.item?.push({ linkId: 'praeparat.fast', answer: [{ valueBoolean: true }] }),
    ],
  ],
  trivsel: [
    [
      'a read-only value changed',
      'readonly-changed item[0].answer[0].value',
      ({ set }) => set('version', { valueString: 'trivsel-1' }),
    ],
    [
      'a hidden value changed',
      'readonly-changed item[1].answer[0].value',
      ({ set }) => set('kilde', { valueString: 'papir' }),
    ],
    [
      'another ordinal',
      'weight-differs item[2].answer[0].value',
      ({ set }) =>
        set(
          'glad',
          coding('hyppighed', 'sommetider', {
            extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/ordinalValue', valueDecimal: 2 }],
          }),
        ),
    ],
    [
      'a sum of other answers',
      'calculation-differs item[5].answer[0].value',
      ({ set }) => set('frisk', coding('hyppighed', 'aldrig')),
    ],
    ['another sum', 'calculation-differs item[5].answer[0].value', ({ set }) => set('sum', { valueInteger: 6 })],
    [
      'a group that the answers shut',
      'item-disabled item[6]',
      ({ set }) => {
        set('glad', coding('hyppighed', 'altid'));
        set('sum', { valueInteger: 6 });
      },
    ],
    [
      'the required question of an answered group left out',
      'required-missing item[6]',
      ({ item }) => item('lav').item?.shift(),
    ],
    [
      'a text that is no option',
      'answer-code item[6].item[1].answer[0].value',
      ({ set }) => set('lav.gange', { valueString: 'Ni' }),
    ],
    [
      'a file of another type',
      'attachment-type item[7].answer[0].value',
      ({ answer }) => Object.assign(answer('bilag').valueAttachment ?? {}, { contentType: 'image/png' }),
    ],
    [
      'a file too large',
      'attachment-size item[7].answer[0].value',
      ({ answer }) =>
        Object.assign(answer('bilag').valueAttachment ?? {}, { data: Buffer.alloc(2001).toString('base64') }),
    ],
    [
      'a reference to another kind of resource',
      'reference-type item[8].answer[0].value',
      ({ response }) =>
        response.item?.push({ linkId: 'behandler', answer: [{ valueReference: { reference: 'Patient/1' } }] }),
    ],
    [
      'a reference to a contained resource that is not there',
      'contained-unknown item[8].answer[0].value',
      ({ response }) => response.item?.push({ linkId: 'behandler', answer: [{ valueReference: { reference: '#x' } }] }),
    ],
  ],
  fald: [
    [
      'fewer than none',
      'value-low item[0].answer[0].value',
      ({ response, set }) => {
        set('antal', { valueInteger: -1 });
        response.item?.splice(1, 2);
      },
    ],
    [
      'no falls, but two described',
      'item-disabled item[1]',
      ({ response, set }) => {
        set('antal', { valueInteger: 0 });
        response.item?.splice(2, 1);
      },
    ],
    ['the date of the second fall missing', 'required-missing item[2]', ({ item }) => item('fald', 1).item?.shift()],
    ['help before the fall', 'constraint-failed item[1]', ({ set }) => set('fald.slut', { valueDate: '2026-01-09' })],
    [
      'no injury beside one',
      'option-exclusive item[2].item[1].answer[0]',
      ({ item }) => item('fald.skade', 1).answer?.push(coding('skade', 'saar')),
    ],
    [
      'a fracture that only the other fall had',
      'item-disabled item[2].item[2]',
      ({ item }) => item('fald', 1).item?.push({ linkId: 'fald.brud', answer: [{ valueString: 'x' }] }),
    ],
    [
      'a helper twice',
      'answer-duplicate item[3].answer[2]',
      ({ item }) => item('hjaelp').answer?.push({ valueString: 'Min søn' }),
    ],
    [
      'a remark without signature',
      'signature-missing item[4]',
      ({ response }) => response.item?.push({ linkId: 'note', answer: [{ valueString: 'Faldt igen.' }] }),
    ],
    [
      'an answer to a group',
      'group-answered item[1]',
      ({ response }) => {
        response.item?.splice(1, 2, { linkId: 'fald', answer: [{ valueString: 'x' }] });
      },
    ],
  ],
};

/** Damage that any response can have, at every place where it can be. */
function general(name: Name): readonly Row[] {
  const response = filledIn(name);
  const rows: Row[] = [
    [
      'an unknown question',
      `linkid-unknown item[${response.item?.length}]`,
      ({ response }) => response.item?.push({ linkId: 'ukendt' }),
    ],
    [
      'another version',
      'questionnaire-version-unknown questionnaire',
      ({ response }) => {
        response.questionnaire = `${response.questionnaire?.split('|')[0]}|9`;
      },
    ],
    [
      'an unknown questionnaire',
      'questionnaire-unknown questionnaire',
      ({ response }) => {
        response.questionnaire = 'http://example.dk/x|1';
      },
    ],
    [
      'no questionnaire',
      'questionnaire-missing questionnaire',
      ({ response }) => {
        delete response.questionnaire;
      },
    ],
    [
      'no version',
      'questionnaire-version-assumed questionnaire',
      ({ response }) => {
        response.questionnaire = response.questionnaire?.split('|')[0] ?? '';
      },
    ],
    [
      'no time',
      'authored-unstated authored',
      ({ response }) => {
        delete response.authored;
      },
    ],
    [
      'an unknown status',
      'code-unknown status',
      ({ response }) => {
        response.status = 'done' as 'completed';
      },
    ],
    [
      'a property that FHIR does not have',
      `property-unknown ${top}`,
      ({ response }) => Object.assign(response, { score: 3 }),
    ],
  ];
  for (const { item, place } of everyItem(response.item ?? [], '')) {
    const at =
      (damage: (item: QuestionnaireResponseItem) => void): Damage =>
      ({ response }) => {
        for (const one of everyItem(response.item ?? [], '')) if (one.place === place) damage(one.item);
      };
    rows.push([
      `${place}: another text`,
      `text-differs ${place}.text`,
      at((one) => {
        one.text = 'Noget andet';
      }),
    ]);
    rows.push([
      `${place}: no linkId`,
      `property-missing ${place}`,
      at((one) => {
        delete (one as { linkId?: string }).linkId;
      }),
    ]);
    if (item.answer === undefined) continue;
    const value = { valueReference: { display: 'x' } };
    rows.push([
      `${place}: another type`,
      `answer-type ${place}.answer[0]`,
      at((one) => {
        const [first] = one.answer ?? [];
        one.answer = [{ ...value, ...(first?.item === undefined ? {} : { item: first.item }) }];
      }),
    ]);
    rows.push([
      `${place}: two values`,
      `value-choice ${place}.answer[0]`,
      at((one) => Object.assign(one.answer?.[0] ?? {}, value)),
    ]);
    rows.push([
      `${place}: an empty list of answers`,
      `empty-element ${place}.answer`,
      at((one) => {
        one.answer = [];
      }),
    ]);
  }
  return rows;
}

describe.each(names)('%s', (name) => {
  test('undamaged', () => {
    expect(damaged(name, () => {})).toEqual([]);
  });

  const rows = [...damages[name], ...general(name)];

  test.each(rows)('%s: %s', (_, problem, damage) => {
    expect(damaged(name, damage)).toEqual([problem]);
  });

  test('40 ways at least', () => {
    expect(rows.length).toBeGreaterThanOrEqual(40);
  });
});

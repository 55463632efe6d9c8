import { describe, expect, test } from 'vitest';
import { inOrderOfPlaces } from '../../src/questionnaire/order.ts';

const sorted = (...places: string[]) =>
  inOrderOfPlaces(places.map((place) => ({ code: 'answer-code', place }))).map(({ place }) => place);

describe('problems are told in the order in which a response is read', () => {
  test.each([
    ['the response before what stands in it', ['QuestionnaireResponse', 'QuestionnaireResponse.authored']],
    ['its head before its items', ['QuestionnaireResponse.subject', 'QuestionnaireResponse.item[0]']],
    [
      'its head by name',
      ['QuestionnaireResponse.authored', 'QuestionnaireResponse.identifier', 'QuestionnaireResponse.status'],
    ],
    ['the second item before the tenth', ['QuestionnaireResponse.item[2]', 'QuestionnaireResponse.item[10]']],
    ['an item before its answers', ['QuestionnaireResponse.item[0]', 'QuestionnaireResponse.item[0].answer[0]']],
    [
      'an item’s text before its answers',
      ['QuestionnaireResponse.item[0].text', 'QuestionnaireResponse.item[0].answer[0]'],
    ],
    [
      'what stands below an item before the next item',
      ['QuestionnaireResponse.item[0].item[3].answer[1]', 'QuestionnaireResponse.item[1]'],
    ],
    [
      'an answer before its value',
      ['QuestionnaireResponse.item[0].answer[0]', 'QuestionnaireResponse.item[0].answer[0].value'],
    ],
    [
      'an answer’s value before the items below it',
      ['QuestionnaireResponse.item[0].answer[0].value', 'QuestionnaireResponse.item[0].answer[0].item[0]'],
    ],
  ])('%s', (_, places) => {
    expect(sorted(...places)).toEqual(places);
    expect(sorted(...places.toReversed())).toEqual(places);
  });

  test('problems of one place stay as they are', () => {
    const place = 'QuestionnaireResponse.item[0]';
    const problems = [
      { code: 'linkid-unknown', place },
      { code: 'item-order', place },
      { code: 'answer-code', place },
    ] as const;
    expect(inOrderOfPlaces(problems)).toEqual(problems);
  });
});

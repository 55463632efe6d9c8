import { describe, expect, test } from 'vitest';
import { isError } from '../../src/outcome/outcome.ts';
import { danishDay } from '../../src/scoring/day.ts';
import { type Damage, problems, verdict } from './damaged.ts';

/** Now is 1 December 2026, 13.00 in Denmark. */
const authored =
  (time: string): Damage =>
  (response) => {
    response.authored = time;
  };
const agreed =
  (day: string): Damage =>
  (_, item) => {
    item('aftale.dato').answer = [{ valueDate: day }];
  };
const agreedAt = 'QuestionnaireResponse.item[14].item[2].answer[0].value';

describe('the zero of a program’s time', () => {
  test.each([
    ['of .NET', authored('0001-01-01T00:00:00Z'), 'QuestionnaireResponse.authored'],
    ['of Unix', authored('1970-01-01T00:00:00Z'), 'QuestionnaireResponse.authored'],
    ['the last moment of 1999 in Denmark', authored('1999-12-31T22:59:59Z'), 'QuestionnaireResponse.authored'],
    ['of SQL Server, for an agreement', agreed('1900-01-01'), agreedAt],
    ['the last day of 1999, for an agreement', agreed('1999-12-31'), agreedAt],
  ])('%s is no day of an assessment', (_, damage, place) => {
    for (const purpose of ['scoring', 'validation'] as const) {
      expect(verdict(damage, purpose).problems.map(({ code, place }) => [code, place])).toEqual([
        ['date-unset', place],
      ]);
    }
  });

  test('does not hinder a withdrawal; the year 2000 is in order', () => {
    const withdrawn: Damage = (response) => {
      response.status = 'entered-in-error';
      response.authored = '0001-01-01T00:00:00Z';
    };
    expect(problems(withdrawn, 'scoring')).toEqual([]);
    expect(problems(authored('1999-12-31T23:00:00Z'), 'scoring')).toEqual([]);
    expect(problems(agreed('2000-01-01'), 'scoring')).toEqual([]);
  });
});

describe('a date in the future', () => {
  test.each([
    ['2026-12-02T12:00:01Z', authored('2026-12-02T12:00:01Z'), 'QuestionnaireResponse.authored'],
    ['2099-01-01T00:00:00+01:00', authored('2099-01-01T00:00:00+01:00'), 'QuestionnaireResponse.authored'],
    ['a leap second', authored('2098-12-31T23:59:60Z'), 'QuestionnaireResponse.authored'],
    ['an agreement of 3 December', agreed('2026-12-03'), agreedAt],
  ])('%s is refused when it is scored, and warned of when it is validated', (_, damage, place) => {
    const later: Damage = (response, item) => {
      damage(response, item);
      response.item = (response.item ?? []).filter(({ linkId }) => linkId !== 'revurdering');
    };
    const refused = verdict(later);
    expect(refused.problems.map(({ code, place }) => [code, place])).toEqual([['date-future', place]]);
    expect([refused.problems.some(isError), refused.checked]).toEqual([true, undefined]);
    const warned = verdict(later, 'validation');
    expect(warned.problems.map(({ code, place }) => [code, place])).toEqual([['date-future', place]]);
    expect(warned.problems.map(({ severity }) => severity)).toEqual(['warning']);
    expect([warned.problems.some(isError), warned.checked?.status]).toEqual([false, 'completed']);
  });

  test.each([
    ['a day ahead, as clocks and zones may be', authored('2026-12-02T12:00:00Z')],
    ['an agreement of tomorrow', agreed('2026-12-02')],
    ['an agreement before the assessment', agreed('2026-01-01')],
  ])('%s is in order', (_, damage) => {
    const later: Damage = (response, item) => {
      damage(response, item);
      response.item = (response.item ?? []).filter(({ linkId }) => linkId !== 'revurdering');
    };
    expect(problems(later, 'scoring')).toEqual([]);
  });

  test('is what a reassessment has', () => {
    const ahead: Damage = (_, item) => {
      item('revurdering').answer = [{ valueDate: '2027-01-20' }];
    };
    expect(problems(ahead, 'scoring')).toEqual([]);
  });

  test('does not hinder a withdrawal', () => {
    const damage: Damage = (response, item) => {
      response.status = 'entered-in-error';
      response.authored = '2099-01-01T00:00:00+01:00';
      item('aftale.dato').answer = [{ valueDate: '2099' }];
    };
    expect(problems(damage, 'scoring')).toEqual([]);
  });
});

test.each([
  ['2026-01-20T10:30+01:00', 'authored-seconds'],
  ['2026-01-20T10:30Z', 'authored-seconds'],
  ['2026-01-20T10:30', 'authored-seconds'],
  ['2026-01-20T10:30:00', 'authored-imprecise'],
  ['2026-01-20', 'authored-imprecise'],
  ['20.01.2026', 'authored-imprecise'],
])('authored %s: %s', (time, code) => {
  expect(problems(authored(time))).toEqual([`${code} QuestionnaireResponse.authored`]);
});

describe('the day of a level is the day in Denmark', () => {
  test.each([
    ['2026-01-20T22:59:59Z', '2026-01-20'],
    ['2026-01-20T23:00:00Z', '2026-01-21'],
    ['2026-07-20T21:59:59Z', '2026-07-20'],
    ['2026-07-20T22:00:00Z', '2026-07-21'],
    ['2026-01-20T23:30:00Z', '2026-01-21'],
    ['2026-01-20T23:30:00-05:00', '2026-01-21'],
    ['2026-01-21T06:30:00+14:00', '2026-01-20'],
    ['2026-03-29T00:59:59Z', '2026-03-29'],
    ['2026-10-24T22:30:00Z', '2026-10-25'],
    ['2026-10-25T22:30:00Z', '2026-10-25'],
    ['2016-12-31T22:59:60Z', '2016-12-31'],
  ])('%s is on %s', (time, day) => {
    expect(danishDay(time)).toBe(day);
  });

  test('a reassessment on that day is not before the assessment', () => {
    const at =
      (time: string): Damage =>
      (response, item) => {
        response.authored = time;
        item('revurdering').answer = [{ valueDate: '2026-01-20' }];
      };
    expect(problems(at('2026-01-20T22:30:00Z'))).toEqual([]);
    expect(problems(at('2026-01-20T23:30:00Z'))).toEqual([
      'reassessment-before QuestionnaireResponse.item[18].answer[0].value',
    ]);
  });
});

describe('a reason with nothing to see in it is none', () => {
  test.each([
    '\u200b',
    '\u00ad',
    '\u2800',
    '\u3164',
    '\uffa0',
    '\u115f',
    '\ufe0f',
    '\u{e0041}',
    '\u0301',
    '\ufffc',
    '\ufffd\ufffd',
    ' \u200e\t',
  ])('%j', (text) => {
    const found = problems((_, item) => {
      item('niveau').answer = [
        { valueCoding: { system: 'http://differentieringsmodellen.dk/fhir/CodeSystem/niveau-somatik', code: '1' } },
      ];
      item('niveau.begrundelse').answer = [{ valueString: text }];
    });
    expect(found).toEqual([
      'deviation-unexplained QuestionnaireResponse.item[10].answer[0]',
      'answer-empty QuestionnaireResponse.item[11].answer[0]',
    ]);
  });
});

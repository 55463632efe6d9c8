import { expect, test } from 'vitest';
import { answersOf, lengthsOf } from '../../src/medcom/block/answers.ts';
import { statementOf } from './statements.ts';

test('a mere suggestion has no reason of a level, and tells how long its other answers are', () => {
  const suggestion = { ...statementOf(), assessed: undefined, comment: 'tretten tegn.' };
  expect(lengthsOf(answersOf(suggestion)).map(({ length }) => length)).toContain(13);
});

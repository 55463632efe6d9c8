import { type Problem, Refusal } from '../../outcome/problem.ts';
import type { Assessment, LevelStatement } from '../../scoring/types.ts';

/** The level that a letter carries or a page shows. Errors: `letter-withdrawn`, `letter-no-level`. */
export function requireStatement({ status, statement }: Assessment): LevelStatement {
  const problem = withdrawnProblem({ status });
  if (problem !== undefined) throw new Refusal([problem]);
  if (statement === undefined) throw new Refusal([{ code: 'letter-no-level', place: 'QuestionnaireResponse' }]);
  return statement;
}

/**
 * Why a level may not leave in a letter; undefined where it may. One that only the rule suggests leaves by request
 * alone (MODEL.md, "It is a dialogue tool"). Codes: `letter-withdrawn`, `letter-suggestion-only`.
 */
export function sendProblem(statement: LevelStatement, includeSuggestion = false): Problem | undefined {
  const { basis, level } = statement;
  if (basis !== 'forslag' || includeSuggestion) return withdrawnProblem(statement);
  return (
    withdrawnProblem(statement) ?? {
      code: 'letter-suggestion-only',
      place: { option: 'includeSuggestion' },
      values: { level: level.code },
    }
  );
}

function withdrawnProblem({ status }: Pick<Assessment, 'status'>): Problem | undefined {
  if (status !== 'entered-in-error') return undefined;
  return { code: 'letter-withdrawn', place: 'QuestionnaireResponse.status' };
}

import { refuse } from '../../outcome/problem.ts';
import type { Assessment, LevelInForce } from '../../scoring/types.ts';

/** The level that a letter can carry. Errors: `letter-withdrawn`, `letter-no-level`. */
export function levelInForce(assessment: Assessment): LevelInForce {
  if (assessment.status === 'entered-in-error') refuse('letter-withdrawn', { place: 'QuestionnaireResponse.status' });
  const { inForce } = assessment;
  if (inForce === undefined) refuse('letter-no-level', { place: 'QuestionnaireResponse' });
  return inForce;
}

/** As `levelInForce`; a level that only the rule suggests (MODEL.md, "It is a dialogue tool") is refused too: `letter-suggestion-only`. */
export function levelToSend(assessment: Assessment, includeSuggestion: boolean): LevelInForce {
  const inForce = levelInForce(assessment);
  if (inForce.status === 'forslag' && !includeSuggestion) {
    refuse('letter-suggestion-only', { place: '--include-suggestion', values: { level: inForce.level.code } });
  }
  return inForce;
}

import type { Text } from '../model/types.ts';
import type { Problem } from '../outcome/problem.ts';
import type { Assessment, Basis } from '../scoring/types.ts';

const how: Readonly<Record<Basis, Text>> = {
  forslag: {
    da: 'foreslået af reglen, ikke vurderet af en fagperson',
    en: 'suggested by the rule, not assessed by a professional',
  },
  vurderet: { da: 'vurderet af fagpersonen', en: 'assessed by the professional' },
  aftalt: { da: 'aftalt mellem parterne', en: 'agreed by the parties' },
};

/**
 * What came of a response, as an informational problem: the level in force and how it came about, and the rule's
 * explanation.
 */
export function assessedProblem(assessment: Assessment): Problem {
  const { explanation } = assessment.suggestion;
  const { da, en } = inForce(assessment);
  return { code: 'assessed', values: { result: `${da}${explanation.da}`, resultEn: `${en}${explanation.en}` } };
}

function inForce({ status, statement }: Assessment): Text {
  if (status === 'entered-in-error') {
    return { da: 'Vurderingen er trukket tilbage. ', en: 'The assessment was withdrawn. ' };
  }
  if (statement === undefined) return { da: '', en: '' };
  const { text } = statement.level;
  const { da, en } = how[statement.basis];
  return { da: `${text.da} gælder (${da}). `, en: `${text.en} is in force (${en}). ` };
}

import type { Model, Variant } from '../../src/model/types.ts';
import { Refusal } from '../../src/outcome/problem.ts';
import type { Assessment } from '../../src/scoring/types.ts';
import { type ScoredResponse, scoreResponse } from '../../src/work/score.ts';
import { code, table } from './markdown.ts';

/** A scenario of `fixtures/`: its name and the bytes of its response. */
export interface Scenario {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const how = { forslag: 'suggested', vurderet: 'assessed', aftalt: 'agreed' } as const;

/** A worked example for each level of each variant: the first scenario, by name, in which that level is in force. */
export function workedExamples(model: Model, scenarios: readonly Scenario[]): string {
  const scored = scenarios.flatMap((scenario) => {
    const processed = scoredOf(model, scenario);
    return processed?.assessment.status === 'completed' ? [{ ...scenario, assessment: processed.assessment }] : [];
  });
  const parts = model.variants.flatMap((variant) =>
    variant.levels.map((level) => {
      const found = scored.find(
        ({ assessment }) => assessment.variant === variant && assessment.statement?.level === level,
      );
      if (found === undefined) throw new Error(`no scenario ends at level ${level.code} of ${variant.code}`);
      return example(variant, found.name, found.assessment);
    }),
  );
  return parts.join('\n\n');
}

/** Undefined for a scenario that is refused. */
function scoredOf(model: Model, { bytes }: Scenario): ScoredResponse | undefined {
  try {
    return scoreResponse({ model, clock: () => new Date() }, bytes);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function example(variant: Variant, name: string, assessment: Assessment): string {
  const { statement, suggestion, factors } = assessment;
  const ratings = factors.map(({ factor, ratingConcept, weightConcept, weight }) => {
    const heavy = weight > 1 ? ` (${weightConcept.code})` : '';
    return `${code(factor.code)} ${ratingConcept?.code ?? 'not answered'}${heavy}`;
  });
  const interval = `${suggestion.low.code} to ${suggestion.high.code}`;
  const rows = (statement?.actions ?? []).map(({ action, decision }) => [
    code(action.code),
    action.text.en,
    decision?.code ?? 'no decision to take',
  ]);
  return `### ${variant.code}, level ${statement?.level.code}: \`${name}\`

Ratings: ${ratings.join(', ')}. The rule suggests ${suggestion.level?.code ?? interval}${suggestion.score === undefined ? '' : `, score ${suggestion.score} of ${suggestion.maximum}`}. In force: level
${statement?.level.code}, ${statement === undefined ? '' : how[statement.basis]} ${statement?.day}.

\`\`\`sh
npx niveau score fixtures/${name}/response.json
\`\`\`

${table(['Task', 'action', 'decision'], rows)}`;
}

import { type Problem, Refusal } from '../../outcome/problem.ts';
import { type CareCategory, type CarePriority, careCategories, carePriorities } from './vocabulary.ts';

/** Category and priority as a caller names them; undefined for what is not given. */
export interface Choice {
  readonly category: CareCategory | undefined;
  readonly priority: CarePriority | undefined;
}

/**
 * A category of those that carry a level, and a priority, which only a message about a referral has
 * (medcom-careCommunication-5). `before` is the category of the message that is followed. Codes: letter-code-unknown,
 * message-priority.
 */
export function choose(
  given: { readonly category?: string | undefined; readonly priority?: string | undefined },
  before: string | undefined,
): Choice {
  const problems: Problem[] = [];
  const among = <Code extends string>(option: 'category' | 'priority', codes: readonly Code[]): Code | undefined => {
    const code = codes.find((one) => one === given[option]);
    if (code === undefined && given[option] !== undefined) {
      const values = { element: `Communication.${option}`, codes: codes.join(', ') };
      problems.push({ code: 'letter-code-unknown', place: { option }, values });
    }
    return code;
  };
  const category = among('category', careCategories);
  const priority = among('priority', carePriorities);
  if (priority !== undefined && (category ?? before) !== 'regarding-referral') {
    problems.push({ code: 'message-priority', place: { option: 'priority' } });
  }
  if (problems.length > 0) throw new Refusal(problems);
  return { category, priority };
}

import { momentsOf } from '../../intake/moments.ts';
import { idsOf } from '../../resources/ids.ts';
import { isFinished } from './decide.ts';
import { levelDay } from './level-day.ts';
import type { Gist, Head, KeptResponse } from './records.ts';
import type { Understood } from './understand.ts';

export function gistOf(understood: Understood): Gist {
  const { digest, citizen } = understood;
  return { digest, numbers: citizen.identifiers, head: headOf(understood, undefined) };
}

/** What a response is kept by, new or as the next version of one that is known. */
export function headOf(understood: Understood, known: KeptResponse | undefined): Head {
  const { response, identity, identified, status, variant, professional, scored } = understood;
  const [number] = understood.citizen.identifiers;
  const authored = response.authored === undefined ? undefined : momentsOf(response.authored);
  const [author] = professional?.identifiers ?? [];
  const firstAuthored = known?.firstAuthored ?? (isFinished(status) ? authored?.[0] : undefined);
  const statement = scored?.assessment.statement;
  return {
    id: known?.id ?? idsOf({ identity, citizen: understood.citizen }).response,
    origin: 'response',
    letter: undefined,
    identity: known?.identity ?? identity,
    identified: known?.identified ?? identified,
    namedBy: known?.namedBy ?? { system: number?.system ?? '', value: number?.value ?? '' },
    variant: variant.code,
    questionnaire: variant.questionnaire.url ?? '',
    questionnaireVersion: variant.version,
    status,
    version: (known?.version ?? 0) + 1,
    identifier: identified ? response.identifier : undefined,
    subjectReference: response.subject?.reference,
    author: { reference: professional?.reference, system: author?.system, value: author?.value },
    authored,
    firstAuthored,
    level: statement && { code: statement.level.code, day: levelDay(statement, firstAuthored), basis: statement.basis },
  };
}

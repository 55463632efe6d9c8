import type { CareTeam, CareTeamParticipant } from 'fhir/r4.js';
import type { Concept, Model } from '../model/types.ts';
import { byExample } from './by-example.ts';
import { codeable } from './codeable.ts';
import { type Context, head, isWithdrawn, resultIdentifier, type Said, within } from './context.ts';
import type { ResourceDraft } from './draft.ts';
import { fixedPer } from './fixed.ts';
import { narrative, type Part, row } from './narrative.ts';
import { words } from './words.ts';

/** True where the response names a coordinator or the parties of an agreement. */
export function hasTeam({ told }: Context): boolean {
  return told.coordinator !== undefined || (told.agreed?.parties.length ?? 0) > 0;
}

/**
 * CareTeam of the coordinator and of the parties that agreed. Inactive where an amended response names nobody any more.
 */
export function careTeam(context: Context): ResourceDraft<CareTeam> {
  const { model, said, told, ids } = context;
  const { coordinator, agreed } = told;
  const parties = agreed?.parties ?? [];
  const participant: CareTeamParticipant[] = parties.map(participantOf);
  if (coordinator !== undefined) {
    participant.push({ role: [{ text: words.coordinator.da }], member: { display: coordinator } });
  }
  const own = {
    id: ids.team,
    participant: participant.length === 0 ? undefined : participant,
    partiesRow: row(words.agreedBetween, ...parties.map((party) => party.text)),
    coordinatorRow: row(words.coordinator, coordinator),
  };
  return draft(said, own, model, statusOf(context));
}

const participantOf = fixedPer(
  (party: Concept): CareTeamParticipant => ({ role: [codeable(party)], member: { display: party.text.da } }),
);

type Own = {
  readonly id: string;
  readonly participant: CareTeamParticipant[] | undefined;
  readonly partiesRow: Part;
  readonly coordinatorRow: Part;
};

type Status = 'proposed' | 'active' | 'inactive' | 'entered-in-error';

const draft = byExample(
  (said: Said, own: Own, model: Model, status: Status): CareTeam => ({
    ...head(model, 'CareTeam', own.id, 'team'),
    text: narrative(words.team, [said.citizenRow, own.partiesRow, own.coordinatorRow, said.versionRows]),
    identifier: [resultIdentifier(model, own.id)],
    status,
    name: words.team.da,
    subject: said.subject,
    ...within(said),
    ...(own.participant === undefined ? {} : { participant: own.participant }),
  }),
);

function statusOf(context: Context): Status {
  if (isWithdrawn(context)) return 'entered-in-error';
  if (!hasTeam(context) || context.superseded) return 'inactive';
  return context.told.agreed !== undefined ? 'active' : 'proposed';
}

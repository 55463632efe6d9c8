import type { CareTeam, CareTeamParticipant } from 'fhir/r4.js';
import { codeable } from './codeable.ts';
import { type Context, head, isWithdrawn, resultIdentifier } from './context.ts';
import { narrative } from './narrative.ts';
import { versionRows, words } from './words.ts';

/** True where the response names a coordinator or the parties of an agreement. */
export function hasTeam({ told }: Context): boolean {
  return told.coordinator !== undefined || (told.agreed?.parties.length ?? 0) > 0;
}

/**
 * CareTeam of the coordinator and of the parties that agreed. Inactive where an amended response names nobody any more.
 */
export function careTeam(context: Context): CareTeam {
  const { told, ids } = context;
  const { coordinator, agreed } = told;
  const parties = agreed?.parties ?? [];
  const participant: CareTeamParticipant[] = parties.map((party) => ({
    role: [codeable(party)],
    member: { display: party.text.da },
  }));
  if (coordinator !== undefined) {
    participant.push({ role: [{ text: words.coordinator.da }], member: { display: coordinator } });
  }
  return {
    ...head(context, 'CareTeam', ids.team, 'team'),
    text: narrative(words.team, [
      [words.citizen, told.citizen.display],
      [words.agreedBetween, ...parties.map((party) => party.text)],
      [words.coordinator, coordinator],
      ...versionRows(context),
    ]),
    identifier: [resultIdentifier(context, ids.team)],
    status: statusOf(context),
    name: words.team.da,
    subject: context.subject,
    ...context.encounter,
    ...(participant.length === 0 ? {} : { participant }),
  };
}

function statusOf(context: Context): 'proposed' | 'active' | 'inactive' | 'entered-in-error' {
  if (isWithdrawn(context)) return 'entered-in-error';
  if (!hasTeam(context) || context.superseded) return 'inactive';
  return context.told.agreed !== undefined ? 'active' : 'proposed';
}

import type { HumanName, Organization } from 'fhir/r4.js';
import { holdsNumber } from '../../intake/cpr.ts';
import { type Problem, Refusal, refuse } from '../../outcome/problem.ts';
import { danishInstant, momentOf } from '../../scoring/day.ts';
import type { Citizen, Particulars } from '../../scoring/types.ts';
import { isAbout } from '../attach/choose.ts';
import { attempt } from '../message/attempt.ts';
import { type CitizenNumber, citizenNumber } from '../message/citizen-number.ts';
import { danishTime } from '../message/time.ts';
import { type Choice, choose } from './choose.ts';
import { type Follow, followedParty } from './follow.ts';
import type { MessageOptions } from './options.ts';
import {
  authorName,
  citizenNumbers,
  type MessageOrganization,
  messageOrganization,
  patientName,
  phoneNumber,
} from './people.ts';

/** Whom a message is between. */
export interface MessageParties {
  readonly sender: Organization;
  /** Of an answer or correction it may be left out: the other party of the message that is followed. */
  readonly receiver?: Organization | undefined;
}

/** What a message needs besides its text, each checked. */
export interface Facts {
  readonly time: string;
  readonly sender: MessageOrganization;
  readonly receiver: MessageOrganization;
  readonly number: CitizenNumber;
  /** Every number of the citizen; none where the message before names them. */
  readonly numbers: Citizen['identifiers'];
  readonly patient: HumanName;
  readonly author: HumanName;
  readonly phone: string;
  readonly choice: Choice;
}

/**
 * Everything that a message needs; what is wrong with any of it joins the problems that were found. Errors:
 * letter-option-form, letter-id-personal, wrong-citizen, message-before-earlier, message-receiver-missing; those of
 * `messageOrganization`, `citizenNumber`, `patientName`, `authorName`, `phoneNumber`, `choose`, `followedParty`.
 */
export function factsOf(
  told: Particulars,
  parties: MessageParties,
  options: MessageOptions,
  follow: Follow | undefined,
  found: readonly (Problem | undefined)[],
): Facts {
  const problems: Problem[] = found.filter((problem) => problem !== undefined);
  if (holdsNumber(options.episode ?? '', told.citizen.identifiers)) {
    problems.push({ code: 'letter-id-personal', place: { option: 'episode' } });
  }
  const time = attempt(problems, () => {
    danishTime(options.time);
    return danishInstant(options.time);
  });
  const earlier = follow?.message;
  if (earlier !== undefined && !isAbout(earlier.citizen, told.citizen)) {
    problems.push({ code: 'wrong-citizen', place: `${earlier.patient.place}.identifier` });
  }
  if (earlier !== undefined && time !== undefined && isBefore(time, earlier.bundle.timestamp ?? '')) {
    problems.push({ code: 'message-before-earlier', place: { option: 'time' } });
  }
  const sender = attempt(problems, () => messageOrganization('sender', parties.sender));
  const given = attempt(problems, () => ({
    organization: parties.receiver && messageOrganization('receiver', parties.receiver),
  }));
  const receiver = sender && given && attempt(problems, () => receiverOf(sender, given.organization, follow));
  const number = attempt(problems, () => citizenNumber(told.citizen));
  const numbers = earlier === undefined ? attempt(problems, () => citizenNumbers(told.citizen)) : [];
  const patient = attempt(problems, () => patientName(told.citizen, options.patientName));
  const author = attempt(problems, () => authorName(told.professional, options.author));
  const phone = attempt(problems, () => phoneNumber(options.phone, parties.sender));
  const before = earlier?.communication.resource.category?.[0]?.coding?.[0]?.code;
  const choice = attempt(problems, () => choose(options, before));
  const isWhole = time && sender && receiver && number && numbers && patient && author && phone && choice;
  if (!isWhole || problems.length > 0) throw new Refusal(problems);
  return { time, sender, receiver, number: earlier?.citizen ?? number, numbers, patient, author, phone, choice };
}

function isBefore(one: string, other: string): boolean {
  return momentOf(one) < momentOf(other);
}

function receiverOf(
  { gln }: MessageOrganization,
  given: MessageOrganization | undefined,
  follow: Follow | undefined,
): MessageOrganization {
  const followed = follow && followedParty(follow, gln, given?.gln);
  const receiver = given ?? (followed && messageOrganization('receiver', followed.resource));
  return receiver ?? refuse('message-receiver-missing', { place: { option: 'receiver' } });
}

import type { Particulars } from '../../scoring/types.ts';
import type { Block } from '../block/write.ts';
import { type GivenIdentifiers, identifiersFor } from '../message/identifiers.ts';
import type { LocalTime } from '../message/time.ts';
import type { Values } from '../message/values.ts';
import type { Sources } from '../message/write.ts';
import { hasElement } from '../tables/lookup.ts';
import type { LetterTable } from '../tables/types.ts';
import { type Diagnosis, diagnosisValues } from './diagnosis.ts';
import { type Party, partyValues } from './party.ts';
import { plainValues } from './plain.ts';
import { placeBlock } from './split.ts';

/** What a new letter says, whatever its type. */
export interface Facts {
  /** Of whom and by whom, in which state. */
  readonly told: Particulars;
  /** What it is about, where the letter has a subject. */
  readonly subject: string;
  readonly sent: LocalTime;
  readonly sender: Party;
  readonly receiver: Party;
  /** The citizen's number and names, by element. */
  readonly patient: Values;
  readonly block: Block;
  readonly episode: string | undefined;
  readonly episodeType: string | undefined;
  readonly episodeStatus: string | undefined;
  /** Who refers, where the letter names that person. */
  readonly referrer: string | undefined;
  readonly diagnosis: Diagnosis | undefined;
  readonly category: string | undefined;
  readonly department: string | undefined;
}

/**
 * Facts and defaults of LETTERS.md (b) as the values of a table's letter, and its identifiers, which come of them.
 * Error: `letter-too-long`.
 */
export function letterValues(table: LetterTable, facts: Facts, time: string, given: GivenIdentifiers): Numbered {
  const { sent, told } = facts;
  const header = plainValues(headerOf(table, facts));
  const content = plainValues(contentOf(table, facts));
  const { identity, status, authored } = told;
  const said = [table.type, table.version, identity, status, authored, header, content];
  const { letterId, envelopeId } = identifiersFor(said, time, given);
  const values = {
    Envelope: { Sent: { ...sent }, Identifier: envelopeId, AcknowledgementCode: 'pluspositivkvitt' },
    [table.element]: { Letter: { Identifier: letterId, ...header }, ...content },
  };
  return { values, letterId };
}

/** The values of a message and the identifier of its letter. */
interface Numbered {
  readonly values: Values;
  readonly letterId: string;
}

/** What stands below the header. */
function contentOf(table: LetterTable, facts: Facts): Values {
  const { sender, receiver, patient, episodeStatus, block, referrer, department } = facts;
  return {
    Sender: { ...partyValues(sender), ...(referrer === undefined ? {} : { Referrer: { PersonName: referrer } }) },
    Receiver: { ...partyValues(receiver), ...(department === undefined ? {} : { DepartmentName: department }) },
    Patient: { ...patient, ...(hasStatus(table) ? { EpisodeOfCareStatusCode: episodeStatus ?? 'inaktiv' } : {}) },
    ...subjectValues(table, facts),
    ...(facts.diagnosis === undefined ? {} : diagnosisValues(table, facts.diagnosis)),
    ...categorised(placeBlock(table, block), facts.category),
  };
}

/** True where the letter tells the state of the citizen's course of treatment: XDIS91 and XDIS01. */
export function hasStatus({ rows }: LetterTable): boolean {
  return hasElement(rows, 'Patient', 'EpisodeOfCareStatusCode');
}

function subjectValues({ type }: LetterTable, { subject }: Facts): Values {
  return type === 'XDIS91' ? { AdditionalInformation: { Priority: 'rutine', Subject: subject } } : {};
}

function categorised(placed: Values, category: string | undefined): Values {
  if (category === undefined) return placed;
  return Object.fromEntries(
    Object.entries(placed).map(([name, value]) => [name, { CategoryCode: category, ...(value as Values) }]),
  );
}

/** The header but for its identifier. */
function headerOf(table: LetterTable, { told, sent, episode, episodeType }: Facts): Values {
  const { type, version, rows } = table;
  const typed = { EpisodeOfCareType: episodeType ?? type, EpisodeOfCareIdentifier: episode };
  return {
    VersionCode: version,
    StatisticalCode: type,
    Authorisation: { ...sent },
    TypeCode: type,
    StatusCode: told.status === 'amended' ? 'rettetbrev' : 'nytbrev',
    ...(hasElement(rows, 'Letter', 'EpisodeOfCare')
      ? { EpisodeOfCare: [typed] }
      : { EpisodeOfCareIdentifier: episode }),
  };
}

/** Where the elements come from that a caller can mend: an option of the command, or a place in what was sent. */
export function letterSources({ element }: LetterTable): Sources {
  const letter = `/Emessage/${element}`;
  return {
    '/Emessage/Envelope/Identifier': { option: 'envelopeId' },
    [`${letter}/Letter/Identifier`]: { option: 'letterId' },
    [`${letter}/Letter/EpisodeOfCareIdentifier`]: { option: 'episode' },
    [`${letter}/Letter/EpisodeOfCare[1]/EpisodeOfCareIdentifier`]: { option: 'episode' },
    [`${letter}/Letter/EpisodeOfCare[1]/EpisodeOfCareType`]: { option: 'episodeType' },
    [`${letter}/Sender/Referrer/PersonName`]: { option: 'referrer' },
    [`${letter}/Receiver/DepartmentName`]: { option: 'department' },
    [`${letter}/Diagnose/Main/DiagnoseCode`]: { option: 'diagnosis' },
    [`${letter}/Diagnose/Main/DiagnoseText`]: { option: 'diagnosis' },
    [`${letter}/Referral/Refer/DiagnoseCode`]: { option: 'diagnosis' },
    [`${letter}/Referral/Refer/DiagnoseText`]: { option: 'diagnosis' },
    [`${letter}/RelevantClinicalInformation/CategoryCode`]: { option: 'category' },
    [`${letter}/Sender/OrganisationName`]: { option: 'senderName' },
    [`${letter}/Sender/Identifier`]: { option: 'sender', path: 'Organization.identifier' },
    [`${letter}/Receiver/Identifier`]: { option: 'receiver', path: 'Organization.identifier' },
    [`${letter}/Receiver/OrganisationName`]: { option: 'receiver', path: 'Organization.name' },
    [`${letter}/Patient/CivilRegistrationNumber`]: 'QuestionnaireResponse.subject',
    [`${letter}/Patient/AlternativeIdentifier`]: 'QuestionnaireResponse.subject',
    [`${letter}/Patient/PersonSurnameName`]: { option: 'patientName' },
    [`${letter}/Patient/PersonGivenName`]: { option: 'patientName' },
    [`${letter}/Patient/EpisodeOfCareStatusCode`]: { option: 'episodeStatus' },
  };
}

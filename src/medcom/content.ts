import type { Assessment, LevelInForce } from '../scoring/types.ts';
import type { Block } from './block.ts';
import type { Party } from './party.ts';
import { placeBlock } from './split.ts';
import type { LetterTable } from './tables/types.ts';
import type { LocalTime } from './time.ts';
import type { Value, Values } from './values.ts';
import type { Sources } from './writeLetter.ts';

/** What a new letter says, whatever its type. */
export interface Facts {
  readonly assessment: Assessment;
  readonly inForce: LevelInForce;
  readonly sent: LocalTime;
  readonly sender: Party;
  readonly receiver: Party;
  /** The citizen's number and names, by element. */
  readonly patient: Values;
  readonly block: Block;
  readonly letterId: string;
  readonly envelopeId: string;
  readonly episode: string | undefined;
  readonly episodeStatus: string;
}

/** Facts and defaults of LETTERS.md (b) as the values of a table. Error: `letter-too-long`. */
export function letterValues(table: LetterTable, facts: Facts): Values {
  const { assessment, sent, envelopeId, sender, receiver, patient, episodeStatus, block } = facts;
  return {
    Envelope: { Sent: { ...sent }, Identifier: envelopeId, AcknowledgementCode: 'pluspositivkvitt' },
    [table.element]: {
      Letter: header(table, facts),
      Sender: { ...sender },
      Receiver: { ...receiver },
      Patient: { ...patient, EpisodeOfCareStatusCode: episodeStatus },
      AdditionalInformation: {
        Priority: 'rutine',
        Subject: `Samarbejdsniveau ${facts.inForce.level.code} (${assessment.variant.code})`,
      },
      ...placeBlock(table, block),
    },
  };
}

function header({ type, version }: LetterTable, { assessment, sent, letterId, episode }: Facts): Value {
  return {
    Identifier: letterId,
    VersionCode: version,
    StatisticalCode: type,
    Authorisation: { ...sent },
    TypeCode: type,
    StatusCode: assessment.status === 'amended' ? 'rettetbrev' : 'nytbrev',
    EpisodeOfCareIdentifier: episode,
  };
}

/** Where the elements come from that a caller can mend: an option of the command, or a place in what was sent. */
export function sourcesOf({ element }: LetterTable): Sources {
  const letter = `/Emessage/${element}`;
  return {
    '/Emessage/Envelope/Identifier': '--envelope-id',
    [`${letter}/Letter/Identifier`]: '--letter-id',
    [`${letter}/Letter/EpisodeOfCareIdentifier`]: '--episode',
    [`${letter}/Sender/OrganisationName`]: '--sender-name',
    [`${letter}/Sender/Identifier`]: 'Organization.identifier',
    [`${letter}/Receiver/Identifier`]: 'Organization.identifier',
    [`${letter}/Receiver/OrganisationName`]: 'Organization.name',
    [`${letter}/Patient/CivilRegistrationNumber`]: 'QuestionnaireResponse.subject',
    [`${letter}/Patient/AlternativeIdentifier`]: 'QuestionnaireResponse.subject',
    [`${letter}/Patient/PersonSurnameName`]: '--patient-name',
    [`${letter}/Patient/PersonGivenName`]: '--patient-name',
    [`${letter}/Patient/EpisodeOfCareStatusCode`]: '--episode-status',
  };
}

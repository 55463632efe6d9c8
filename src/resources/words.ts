import { freeze } from '../model/freeze.ts';
import type { Text } from '../model/types.ts';
import { danishDay } from '../scoring/day.ts';
import type { Particulars } from '../scoring/types.ts';
import type { Row } from './narrative.ts';
import { dayText } from './time-text.ts';

/** Labels of the narratives. */
export const words = freeze({
  actions: { da: 'Handlinger, forslag til parterne', en: 'Actions, proposed to the parties' },
  agreedBetween: { da: 'Aftalt mellem', en: 'Agreed between' },
  assessedBy: { da: 'Vurderet af', en: 'Assessed by' },
  basis: { da: 'Grundlag', en: 'Basis' },
  citizen: { da: 'Borger', en: 'Citizen' },
  comment: { da: 'Kommentar', en: 'Comment' },
  coordinator: { da: 'Koordinerende fagperson', en: 'Coordinating professional' },
  decision: { da: 'Beslutning', en: 'Decision' },
  document: { da: 'Dokument', en: 'Document' },
  explanation: { da: 'Forklaring', en: 'Explanation' },
  interval: { da: 'Muligt niveau', en: 'Possible level' },
  level: { da: 'Samarbejdsniveau', en: 'Collaboration level' },
  model: { da: 'Model', en: 'Model' },
  caution: { da: 'Bemærk', en: 'Note' },
  origin: { da: 'Herkomst', en: 'Provenance' },
  parties: { da: 'Parter', en: 'Parties' },
  plan: { da: 'Forslag til samarbejde', en: 'Proposed collaboration' },
  reason: { da: 'Begrundelse', en: 'Reason' },
  reassessment: { da: 'Revurderes', en: 'To be reassessed' },
  rule: { da: 'Regel', en: 'Rule' },
  software: { da: 'Sammenstillet af', en: 'Assembled by' },
  status: { da: 'Status', en: 'Status' },
  strength: { da: 'Styrke', en: 'Strength' },
  team: { da: 'Parter i samarbejdet', en: 'Parties of the collaboration' },
  time: { da: 'Tidspunkt', en: 'Time' },
} as const satisfies Record<string, Text>);

/** The states that a proposed action can have, in words. */
export const taskStatusText = freeze({
  draft: { da: 'kladde, indtil niveauet er aftalt', en: 'draft until the level is agreed' },
  requested: { da: 'foreslået parterne', en: 'proposed to the parties' },
  rejected: { da: 'fravalgt', en: 'decided against' },
  cancelled: { da: 'bortfaldet', en: 'cancelled' },
} as const satisfies Record<string, Text>);

/** What was done, in words. */
export const activityText: Readonly<Record<Particulars['status'], Text>> = freeze({
  completed: { da: 'oprettet', en: 'created' },
  amended: { da: 'rettet', en: 'amended' },
  'entered-in-error': { da: 'trukket tilbage', en: 'withdrawn' },
});

export const superseded: Text = freeze({ da: 'Afløst af en nyere vurdering', en: 'Superseded by a newer assessment' });

/**
 * What happened to the assessment since: withdrawn or amended, and on which day, or superseded. No row of one that
 * stands as it was first sent.
 */
export function versionRows(told: Particulars, isSuperseded: boolean): Row[] {
  const since = isSuperseded ? [[words.status, superseded] as const] : [];
  if (told.status === 'completed') return since;
  return [[words.status, both(activityText[told.status], dayText(told.changed ?? danishDay(told.authored)))], ...since];
}

/** Two texts, one behind the other. */
export function both(one: Text, other: Text): Text {
  return { da: `${one.da} ${other.da}`, en: `${one.en} ${other.en}` };
}

/** The model's caveats, which every plan carries (the source documents' own words in the Danish). */
export const caveat: Text = freeze({
  da: 'Modellen er et dialogredskab med anbefalinger og kan ikke stå alene. Handlingerne er forslag til parterne.',
  en: 'The model is a dialogue tool with recommendations and cannot stand alone. The actions are proposals to the parties.',
});

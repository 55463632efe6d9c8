import type { Strength, Text } from '../model/types.ts';
import type { Basis } from '../scoring/types.ts';

/** Labels of the narratives. */
export const words = {
  action: { da: 'Handling', en: 'Action' },
  actions: { da: 'Handlinger, forslag til parterne', en: 'Actions, proposed to the parties' },
  agreedBetween: { da: 'Aftalt mellem', en: 'Agreed between' },
  assessedBy: { da: 'Vurderet af', en: 'Assessed by' },
  citizen: { da: 'Borger', en: 'Citizen' },
  coordinator: { da: 'Koordinerende fagperson', en: 'Coordinating professional' },
  decision: { da: 'Beslutning', en: 'Decision' },
  document: { da: 'Dokument', en: 'Document' },
  explanation: { da: 'Forklaring', en: 'Explanation' },
  interval: { da: 'Muligt niveau', en: 'Possible level' },
  level: { da: 'Samarbejdsniveau', en: 'Collaboration level' },
  model: { da: 'Model', en: 'Model' },
  of: { da: 'af', en: 'of' },
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
} as const satisfies Record<string, Text>;

/** How binding an action is, in words. */
export const strengthText: Readonly<Record<Strength, Text>> = {
  must: { da: 'skal', en: 'must' },
  'must-unless-documented': { da: 'skal overvejes', en: 'must be considered' },
  could: { da: 'kan', en: 'could' },
};

/** The states that a proposed action can have, in words. */
export const taskStatusText = {
  draft: { da: 'kladde, indtil niveauet er aftalt', en: 'draft until the level is agreed' },
  requested: { da: 'foreslået parterne', en: 'proposed to the parties' },
  rejected: { da: 'fravalgt', en: 'decided against' },
  cancelled: { da: 'bortfaldet', en: 'cancelled' },
} as const satisfies Record<string, Text>;

/** How the level in force came about, in words. */
export const statusText: Readonly<Record<Basis, Text>> = {
  forslag: { da: 'foreslået', en: 'suggested' },
  vurderet: { da: 'vurderet', en: 'assessed' },
  aftalt: { da: 'aftalt', en: 'agreed' },
};

export const withdrawn: Text = { da: 'trukket tilbage', en: 'withdrawn' };

/** The model's caveats, which every plan carries (the source documents' own words in the Danish). */
export const caveat: Text = {
  da: 'Modellen er et dialogredskab med anbefalinger og kan ikke stå alene. Handlingerne er forslag til parterne.',
  en: 'The model is a dialogue tool with recommendations and cannot stand alone. The actions are proposals to the parties.',
};

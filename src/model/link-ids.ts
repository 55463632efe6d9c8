/** linkIds of our Questionnaires beside those of the factors and actions (MODEL.md, "Names that others rely on"). */
export const linkIds = {
  score: 'score',
  suggestion: 'forslag',
  lowest: 'forslag.lav',
  highest: 'forslag.hoej',
  assessed: 'niveau',
  reason: 'niveau.begrundelse',
  participation: 'inddragelse',
  participationRemark: 'inddragelse.bemaerkning',
  agreed: 'aftale.niveau',
  parties: 'aftale.parter',
  agreementDate: 'aftale.dato',
  coordinator: 'koordinator',
  tools: 'redskaber',
  reassessment: 'revurdering',
  comment: 'kommentar',
} as const;

/** The items of an action that somebody decides on. */
export function actionLinkIds(action: string): { readonly decision: string; readonly reason: string } {
  return { decision: `handling.${action}.beslutning`, reason: `handling.${action}.begrundelse` };
}

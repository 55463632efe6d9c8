import type { ActionDecision } from './types.ts';

/** True for an action that was decided against (`/CodeSystem/beslutning`, nej). */
export function isDeclined({ decision }: Pick<ActionDecision, 'decision'>): boolean {
  return decision?.code === 'nej';
}

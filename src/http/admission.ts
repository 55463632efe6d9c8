import type { Caller } from '../access/caller.ts';
import type { Needs } from '../access/permission.ts';
import { refuse } from '../outcome/problem.ts';

/** Refuses what a caller may not do. Code: scope-missing. */
export function checkNeeds(needs: Needs, caller: Caller): void {
  if (typeof needs === 'string') return;
  const missing = needs.filter((permission) => !caller.may(permission));
  if (missing.length > 0) refuse('scope-missing', { values: { scope: missing.map(scopeFor).join(' ') } });
}

/** The scope that grants a permission: those of our own subjects are called by our name. */
export function scopeFor(permission: string): string {
  return /^[A-Z]/.test(permission) ? `system/${permission}` : `niveau/${permission}`;
}

import { resourceTypes } from '../questionnaire/resource-types.ts';
import type { Permission } from './permission.ts';

/** SMART 2: the context, the type or all of them, and the acts in this order. Restricted by a search it is another. */
const resourceScope = /^(system|user)\/(\*|[A-Z][A-Za-z]{1,63})\.(?=[a-z])(c?r?u?d?s?)$/;
const ownScope = /^niveau\/(medcom|inbox|operate)\.(?=[a-z])(c?r?u?d?s?)$/;

/** What scopes grant, and which of them were understood. */
export interface Granted {
  readonly scopes: readonly string[];
  readonly may: (permission: Permission) => boolean;
}

/**
 * What a list of scopes grants (SMART App Launch 2, "Scopes for requesting FHIR Resources"; our own are `niveau/`). One
 * that is not understood grants nothing, one with a restriction (`?category=...`) neither, since it would be taken for
 * more than it is. Those of a user count where there is one (`hasUser`).
 */
export function granted(scopes: readonly string[], hasUser: boolean): Granted {
  const understood: string[] = [];
  const permissions = new Set<string>();
  for (const scope of scopes) {
    const [, context, type, typeActs] = resourceScope.exec(scope) ?? [];
    const [, own, ownActs] = ownScope.exec(scope) ?? [];
    const subject = type ?? own;
    if (subject === undefined || (context === 'user' && !hasUser)) continue;
    understood.push(scope);
    for (const act of typeActs ?? ownActs ?? '') permissions.add(`${subject}.${act}`);
  }
  return {
    scopes: understood,
    may: (permission) =>
      permissions.has(permission) || (/^[A-Z]/.test(permission) && permissions.has(`*${permission.slice(-2)}`)),
  };
}

/** True for a scope that grants something, of a type that R4 has. */
export function isScope(scope: string): boolean {
  const [, , type = '*'] = resourceScope.exec(scope) ?? [];
  return granted([scope], true).scopes.length > 0 && (type === '*' || resourceTypes.has(type));
}

import type { AuditEvent } from 'fhir/r4.js';
import { auditEvents, everyAct } from '../../src/access/audit-event.ts';
import type { AuditEntry } from '../../src/work/audit/entry.ts';

const by = {
  kind: 'client',
  name: 'ehr',
  organizations: ['urn:oid:1.2.208.176.1.1|441361000016000'],
  user: 'mb',
  address: '192.0.2.7',
} as const;
const correlation = '7c3bd1f5-3f5c-4a7c-9d3c-1a2b3c4d5e6f';
const targets: Partial<Record<AuditEntry['act'], string>> = {
  'letter-in': 'letter',
  'letter-out': 'letter',
  'letter-read': 'letter',
};

/** An AuditEvent of every act: with a citizen and a user, and without either. */
export function exampleEvents(): readonly AuditEvent[] {
  return everyAct.flatMap((act, index) => {
    const target = { type: targets[act] ?? 'QuestionnaireResponse', id: 'a1b2', version: 2 };
    const shared = { act, at: Date.parse('2026-11-26T09:00:00Z'), lane: index, correlation, query: 'status=completed' };
    const particulars = act === 'delivery' ? { destination: 'fhir', form: 'Bundle', delivery: 7 } : undefined;
    return [
      ...auditEvents(
        { ...shared, number: 1, by, target, citizens: ['Rbj9F0LYz7UWBkFBq7qvSQ'], particulars },
        'niveau.example.dk',
      ),
      ...auditEvents(
        { ...shared, number: 2, by: { kind: 'service' }, target, code: act === 'denied' ? 'scope-missing' : undefined },
        'niveau.example.dk',
      ),
    ];
  });
}

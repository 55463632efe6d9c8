import type { QuestionnaireResponse } from 'fhir/r4.js';
import { type AuditKeys, throwawayKeys } from '../../src/store/audit/keys.ts';
import { openPacker } from '../../src/store/pack.ts';
import { openArchive } from '../../src/store/records/records.ts';
import type { Store } from '../../src/store/store.ts';
import type { Archive } from '../../src/work/keep/archive.ts';
import { type Kept, keepResponse, type ToKeep } from '../../src/work/keep/keep.ts';
import { validResponse } from '../http/service.ts';
import { ports } from '../ports.ts';
import type { Database } from './databases.ts';

/** An archive in a new store. */
export async function newArchive(database: Database): Promise<Archive> {
  return archiveIn(await database.open());
}

/** An archive in a store that is open. */
export async function archiveIn(store: Store, keys: AuditKeys = throwawayKeys()): Promise<Archive> {
  const packer = await store.write((sql) => openPacker(sql, () => [JSON.stringify(validResponse())]));
  return openArchive(store, packer, keys);
}

/** Two test persons of MedCom, and a replacement number. */
export const citizens = {
  nancy: { system: 'urn:oid:1.2.208.176.1.2', value: '2512489996' },
  other: { system: 'urn:oid:1.2.208.176.1.2', value: '0108589995' },
  replacement: { system: 'urn:oid:1.2.208.176.1.6.1.1', value: '0212841AB6' },
} as const;

/** A valid response with some parts otherwise. */
export function response(changes: Partial<QuestionnaireResponse> = {}, id?: string): QuestionnaireResponse {
  return { ...validResponse(id), ...changes };
}

export function identifier(value: string): QuestionnaireResponse['identifier'] {
  return { system: 'https://ehr.example.dk/responses', value };
}

/** Keeps a response as the service does. */
export function keep(archive: Archive, body: object, sent: Omit<ToKeep, 'response'> = {}): Promise<Kept> {
  return keepResponse(ports, archive, { ...sent, response: Buffer.from(JSON.stringify(body)) });
}

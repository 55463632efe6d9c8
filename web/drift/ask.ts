import { call } from '../service.ts';
import type { Language } from '../state.ts';
import type { Filter, View } from './filter.ts';

/** So many, and since when the oldest. */
export interface Count {
  readonly count: number;
  readonly oldest?: string;
}

/** A code, what it means and what to do about it. */
interface Explained {
  readonly code?: string;
  readonly text?: string;
  readonly mend?: string;
}

export interface Cause extends Count, Explained {
  readonly view: View;
  readonly code: string;
}

export interface Destination {
  readonly name: string;
  readonly kind?: 'fhir' | 'folder' | 'vans';
  readonly waiting: Count;
  readonly failing: Count;
  readonly dead: Count;
  readonly causes: readonly Cause[];
}

export interface Hour {
  readonly from: string;
  readonly delivered: number;
  readonly failed: number;
}

export interface RouteRow {
  readonly name: string;
  readonly destination: string;
  readonly form: string;
  readonly receiver?: string;
  readonly when: Readonly<Partial<Record<'variants' | 'levels' | 'basis' | 'events' | 'parties', readonly string[]>>>;
}

export interface Overview {
  readonly destinations: readonly Destination[];
  readonly letters: readonly (Count & { readonly state: string; readonly text: string })[];
  readonly hours: readonly Hour[];
  readonly routes: readonly RouteRow[];
}

export interface DeliveryRow extends Explained {
  readonly number: number;
  readonly destination: string;
  readonly route: string;
  readonly form: string;
  readonly receiver?: string;
  readonly event: string;
  readonly state: string;
  readonly tries: number;
  readonly createdAt: string;
  readonly nextAt?: string;
  readonly endedAt?: string;
}

export interface OpenedDelivery extends DeliveryRow {
  readonly attempts: readonly (Explained & {
    readonly attempt: number;
    readonly startedAt: string;
    readonly milliseconds: number;
  })[];
  readonly correlation?: string;
  readonly response: {
    readonly id: string;
    readonly variant?: string;
    readonly version?: number;
    readonly level?: { readonly code: string; readonly day: string; readonly basis: string };
    readonly citizen?: { readonly value: string };
  };
}

export interface LetterRow {
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly type: string;
  readonly sender: string;
  readonly receiver: string;
  readonly state: string;
  readonly text: string;
  readonly reason?: string;
  readonly createdAt: string;
  readonly dueAt?: string;
}

/** A letter that was opened, as the service tells of any that is kept. */
export interface Letter {
  readonly type: string;
  readonly version: string;
  readonly state: string;
  readonly text: string;
  readonly sender: string;
  readonly receiver: string;
  readonly letterId: string;
  readonly envelopeId: string;
  readonly reason?: { readonly code?: string; readonly text?: string };
  readonly keptAt: string;
  readonly dueAt?: string;
}

export interface Counted {
  readonly counts: Readonly<Record<'retried' | 'skipped' | 'overtaken' | 'sending' | 'untouched', number>>;
  readonly deliveries: readonly { readonly number: number; readonly result: string }[];
}

/** Rows of a page of deliveries, and of letters. */
const rows = { deliveries: 25, letters: 10 };

async function ask<Answer>(path: string, language: Language, request: RequestInit = {}): Promise<Answer> {
  const headers = { ...request.headers, 'Accept-Language': language };
  return (await call(path, 'application/json', { ...request, headers })).json() as Promise<Answer>;
}

export function fetchOverview(language: Language): Promise<Overview> {
  return ask('drift/overview', language);
}

export function fetchDeliveries({ view, destination, code }: Filter, after: number | undefined, language: Language) {
  const asked = { view, destination, code, _after: after, _count: rows.deliveries };
  return ask<{ deliveries: readonly DeliveryRow[]; next?: number }>(`drift/deliveries?${query(asked)}`, language);
}

export function openDelivery(number: number, language: Language): Promise<OpenedDelivery> {
  return ask(`drift/deliveries/${number}`, language);
}

export function fetchLetters(state: string | undefined, after: number | undefined, language: Language) {
  const asked = { state, _after: after, _count: rows.letters };
  return ask<{ letters: readonly LetterRow[]; next?: number }>(`drift/letters?${query(asked)}`, language);
}

export function openLetter(id: string, language: Language): Promise<Letter> {
  return ask(`medcom/letters/${encodeURIComponent(id)}`, language);
}

/** What would become of deliveries, or, by their numbers, what became of them. */
export function order(deed: 'retry' | 'skip', body: object, language: Language): Promise<Counted> {
  return ask(`drift/deliveries/${deed}`, language, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

function query(parts: Readonly<Record<string, string | number | undefined>>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(parts).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

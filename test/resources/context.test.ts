import { describe, expect, test } from 'vitest';
import { createContext } from '../../src/resources/context.ts';
import { documentReference } from '../../src/resources/document-reference.ts';
import type { Link, Professional } from '../../src/scoring/people.ts';
import type { Assessment } from '../../src/scoring/types.ts';
import { software } from '../../src/version.ts';
import { scoreResponse } from '../../src/work/score.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';

const citizen = { reference: 'Patient/7' };
/** What a resource is made from: the assessment of a scenario, with other people and links. */
function contextOf(more: Partial<Assessment>, references?: 'sender' | 'logical') {
  const { assessment } = scoreResponse(ports, responseBytes('somatik-3-aftalt'));
  const told = { ...assessment, citizen: { ...assessment.citizen, ...citizen }, ...more };
  return createContext(ports.model, told, software, references === undefined ? {} : { references });
}

function saidOf(...of: Parameters<typeof contextOf>) {
  return contextOf(...of).said.values;
}

const nobody = { display: undefined, identifiers: [], reference: undefined };
const nothing = { type: undefined, reference: undefined, identifier: undefined, display: undefined };
const number = { system: 'https://ehr.example.dk/numre', value: '7' };

describe('a literal reference is for the sender alone: on another server it may be somebody else', () => {
  test('the citizen goes by number and name, also where nobody says for whom the results are', () => {
    expect(saidOf({}, 'sender').subject.reference).toBe('Patient/7');
    for (const said of [saidOf({}, 'logical'), saidOf({})]) {
      expect(said.subject).toEqual({
        type: 'Patient',
        identifier: { system: 'urn:oid:1.2.208.176.1.2', value: '2512489996' },
        display: 'Nancy Ann Berggren',
      });
    }
  });

  const practitioner = 'Practitioner/8';
  test.each<[string, Partial<Professional>, object]>([
    ['a name', { display: 'Michael Burns' }, { display: 'Michael Burns' }],
    ['a number', { identifiers: [number] }, { identifier: number }],
    ['the first of two numbers', { identifiers: [number, { ...number, value: '8' }] }, { identifier: number }],
    ['nothing: better so than nobody', {}, { reference: practitioner }],
  ])('a professional who has, beside the reference, %s', (_, has, expected) => {
    const professional: Professional = { type: undefined, ...nobody, reference: practitioner, ...has };
    expect(saidOf({ professional }, 'logical').professional).toEqual(expected);
    expect(saidOf({ professional }, 'sender').professional).toEqual({ ...expected, reference: practitioner });
  });

  test('no professional is nobody', () => {
    expect(saidOf({ professional: undefined }).professional).toBeUndefined();
  });

  test.each<[string, Partial<Link>, object | undefined]>([
    ['a name', { display: 'Indlæggelse' }, { display: 'Indlæggelse' }],
    ['a number', { identifier: number }, { identifier: number }],
    ['nothing: not told', { type: 'Encounter' }, undefined],
  ])('an encounter or request that has, beside the reference, %s', (_, has, expected) => {
    const link: Link = { ...nothing, reference: 'Encounter/9', ...has };
    const told = { encounter: link, basedOn: [link, link] };
    const logical = saidOf(told, 'logical');
    expect(logical.encounter).toEqual(expected);
    expect(logical.basedOn).toEqual(expected && [expected, expected]);
    const { reference } = link;
    expect(saidOf(told, 'sender').encounter).toMatchObject({ ...expected, reference });
    expect(saidOf(told, 'sender').basedOn).toMatchObject([{ reference }, { reference }]);
  });

  test('a request that may not be told does not hide another one', () => {
    const told: Link = { ...nothing, display: 'Henvisning' };
    const links = [{ ...nothing, reference: 'ServiceRequest/1' }, told];
    expect(saidOf({ basedOn: links }, 'logical').basedOn).toEqual([{ display: 'Henvisning' }]);
  });
});

test('a document belongs to the encounter of the response, where it may be told', () => {
  const document = { kind: 'XDIS91', identifier: 'A', title: 'Brev', contentType: 'application/xml' };
  const made = { ...document, bytes: new Uint8Array([1]), created: '2026-01-20T10:30:00+01:00' };
  const encounters = (
    [undefined, { ...nothing, display: 'Indlæggelse' }, { ...nothing, reference: 'Encounter/9' }] as const
  ).map((encounter) => documentReference(contextOf({ encounter }, 'logical'), made).context?.encounter);
  expect(encounters).toEqual([undefined, [{ display: 'Indlæggelse' }], undefined]);
});

import type { Bundle } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { writeBlock } from '../../../src/medcom/block/write.ts';
import { composeCareMessage, composeCareWithdrawal } from '../../../src/medcom/fhir/compose.ts';
import type { Following } from '../../../src/medcom/fhir/follow.ts';
import { openCareMessage } from '../../../src/medcom/fhir/open.ts';
import { refusalOf } from '../refusal.ts';
import {
  assessmentIn,
  changed,
  communicationIn,
  composed,
  home,
  hospital,
  later,
  municipality,
  of,
  options,
  organization,
  pdf,
  provenanceIn,
  statement,
  statementIn,
  time,
} from './messages.ts';

const block = writeBlock(statement, statement.citizen.cpr ?? '', { plain: true }).lines.join('\n');
const uuid4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const textsIn = (bundle: Bundle) => communicationIn(bundle).payload?.map(({ contentString }) => contentString);
const idsIn = (bundle: Bundle) => openCareMessage(bundle).segments.map(({ identifier }) => identifier);
const entityIds = (bundle: Bundle) => provenanceIn(bundle).entity?.flatMap(({ what }) => what.identifier?.value ?? []);

describe('a message that begins a thread', () => {
  const bundle = composed();

  test('carries the block of the level as it stands in a letter, in a segment of its own', () => {
    expect(textsIn(bundle)).toEqual([block]);
    expect(communicationIn(bundle)).toMatchObject({
      status: 'unknown',
      category: [{ coding: [{ code: 'carecoordination' }] }],
      topic: { text: 'Samarbejdsniveau 3 (somatik)' },
    });
    expect(communicationIn(bundle)).not.toHaveProperty('priority');
  });

  test('is signed: when, by whom, under which number, and whom to call', () => {
    const [{ extension } = {}] = communicationIn(bundle).payload ?? [];
    expect(extension).toMatchObject([
      { valueDateTime: time },
      { valueIdentifier: { value: `urn:uuid:${idsIn(bundle)[0]?.slice(9)}` } },
      { valueReference: { reference: `PractitionerRole/${of(bundle, 'PractitionerRole')[0]?.id}` } },
      { valueContactPoint: { system: 'phone', value: '44527000' } },
    ]);
    expect(of(bundle, 'Practitioner')[0]?.name).toEqual([
      { text: 'Michael Burns', family: 'Burns', given: ['Michael'] },
    ]);
    expect(of(bundle, 'PractitionerRole')[0]?.code).toEqual([{ text: 'ukendt' }]);
  });

  test('names both parties by GLN and SOR, and says that it is new', () => {
    const [header] = of(bundle, 'MessageHeader');
    expect(header?.destination?.[0]?.endpoint).toBe('https://sor2.sum.dsdn.dk/#id=328051000016008');
    expect(header?.source.endpoint).toBe('https://sor2.sum.dsdn.dk/#id=441211000016003');
    const { sender, receiver } = openCareMessage(bundle);
    expect([sender.gln, receiver.gln]).toEqual(['5790001382445', '5790000121441']);
    expect(provenanceIn(bundle)).toMatchObject({
      activity: { coding: [{ code: 'new-message' }] },
      occurredDateTime: time,
      agent: [{ who: { reference: `Organization/${sender.resource.id}` } }],
    });
    expect(entityIds(bundle)).toEqual(idsIn(bundle));
  });

  test('has ids of version 4 that come of all that it says', () => {
    const ids = [bundle.id, ...(bundle.entry ?? []).map(({ resource }) => resource?.id)];
    for (const id of ids) expect(id).toMatch(uuid4);
    expect(new Set(ids).size).toBe(ids.length);
    expect(composed()).toEqual(bundle);
    for (const other of [composed({ time: later }), composed({ topic: 'Andet' }), composed({}, { pdf })]) {
      expect(other.id).not.toBe(bundle.id);
      expect(openCareMessage(other).messageId).not.toBe(openCareMessage(bundle).messageId);
      expect(communicationIn(other).identifier).not.toEqual(communicationIn(bundle).identifier);
    }
  });

  test('says what else the caller wants: a text, a page, a category with its priority, a course of treatment', () => {
    const full = composed(
      {
        ...{ text: 'Kære kollega', category: 'regarding-referral', priority: 'asap', topic: 'Henvisning' },
        ...{ episode: 'fc60e762-b13b-5773-865e-67f3907bdcc7', author: 'Emma|Waters', authorRole: 'Læge' },
      },
      { pdf },
    );
    expect(textsIn(full)).toEqual(['Kære kollega', block, undefined]);
    expect(communicationIn(full)).toMatchObject({
      category: [{ coding: [{ code: 'regarding-referral' }] }],
      priority: 'asap',
      topic: { text: 'Henvisning' },
      encounter: { reference: `Encounter/${of(full, 'Encounter')[0]?.id}` },
    });
    expect(communicationIn(full).payload?.[2]?.contentAttachment).toEqual({
      contentType: 'application/pdf',
      data: pdf.toString('base64'),
      title: 'Samarbejdsniveau 3 (somatik 1.0.0) 2026-01-22',
      creation: time,
    });
    expect(entityIds(full)).toEqual(idsIn(full));
    expect(of(full, 'Practitioner')[0]?.name).toEqual([{ family: 'Waters', given: ['Emma'] }]);
  });

  test('shows Danish time, whatever zone it is given in', () => {
    expect(composed({ time: '2026-07-01T12:00:00Z' }).timestamp).toBe('2026-07-01T14:00:00+02:00');
  });
});

describe('a message that follows another one', () => {
  const first = composed({ episode: 'fc60e762-b13b-5773-865e-67f3907bdcc7' }, { pdf });
  const follow = (how: Following, bundle = first) => ({ follow: { how, message: openCareMessage(bundle) } });
  const amended = statementIn('somatik-rettet');

  test('an answer stays in the thread, has every earlier segment, and no content of earlier attachments', () => {
    const reply = composeCareMessage(
      statement,
      { sender: municipality },
      { time: later, text: 'Tak.' },
      follow('reply'),
    ).bundle;
    expect(communicationIn(reply).identifier).toEqual(communicationIn(first).identifier);
    expect(textsIn(reply)).toEqual([block, undefined, 'Tak.', block]);
    expect(communicationIn(reply).payload?.[1]?.contentAttachment).toEqual({
      contentType: 'application/pdf',
      title: 'Samarbejdsniveau 3 (somatik 1.0.0) 2026-01-22',
      creation: time,
    });
    expect(idsIn(reply).slice(0, 2)).toEqual(idsIn(first));
    expect(entityIds(reply)).toEqual(idsIn(reply).slice(2));
    expect(communicationIn(reply).topic).toEqual(communicationIn(first).topic);
    expect(of(reply, 'Encounter')).toEqual(of(first, 'Encounter'));
    const { sender, receiver, history, messageId } = openCareMessage(reply);
    expect([sender.gln, receiver.gln]).toEqual(['5790000121441', '5790001382445']);
    expect(provenanceIn(reply).activity?.coding?.[0]?.code).toBe('reply-message');
    expect(provenanceIn(reply).entity?.at(-1)).toEqual({
      role: 'revision',
      what: { reference: `MessageHeader/${openCareMessage(first).messageId}` },
    });
    expect(history.map(({ resource }) => resource)).toEqual(of(first, 'Provenance'));
    expect(messageId).not.toBe(openCareMessage(first).messageId);
  });

  test('a forward goes to a third party in a thread of its own, with every segment and the content of attachments', () => {
    const forward = composeCareMessage(
      statement,
      { sender: municipality, receiver: home },
      { time: later, category: 'discharge' },
      follow('forward'),
    ).bundle;
    expect(communicationIn(forward).identifier).not.toEqual(communicationIn(first).identifier);
    expect(communicationIn(forward).payload?.[1]).toEqual(communicationIn(first).payload?.[1]);
    expect(communicationIn(forward).category?.[0]?.coding?.[0]?.code).toBe('discharge');
    expect(openCareMessage(forward).receiver.gln).toBe('5790001348120');
    expect(provenanceIn(forward).activity?.coding?.[0]?.code).toBe('forward-message');
    expect(of(forward, 'Provenance')).toHaveLength(2);
  });

  test('the answer to a forward stays in the thread of the forward, and goes to whom has forwarded', () => {
    const forward = composeCareMessage(
      statement,
      { sender: municipality, receiver: home },
      { time: later },
      follow('forward'),
    ).bundle;
    const reply = composeCareMessage(
      statement,
      { sender: home },
      { time: '2026-02-03T09:00:00+01:00', text: 'Modtaget.', phone: '44527000' },
      follow('reply', forward),
    ).bundle;
    const { sender, receiver, history } = openCareMessage(reply);
    expect([sender.gln, receiver.gln]).toEqual(['5790001348120', '5790000121441']);
    expect(communicationIn(reply).identifier).toEqual(communicationIn(forward).identifier);
    const earlier = idsIn(forward);
    expect(idsIn(reply).slice(0, earlier.length)).toEqual(earlier);
    expect(textsIn(reply)?.slice(earlier.length)).toEqual(['Modtaget.', block]);
    expect(communicationIn(reply).payload?.[1]?.contentAttachment).not.toHaveProperty('data');
    expect(provenanceIn(reply).activity?.coding?.[0]?.code).toBe('reply-message');
    expect(provenanceIn(reply).entity?.at(-1)?.what.reference).toBe(
      `MessageHeader/${openCareMessage(forward).messageId}`,
    );
    const activities = history.map(({ resource }) => resource.activity?.coding?.[0]?.code);
    expect(activities).toEqual(['forward-message', 'new-message']);
  });

  test('a correction of a correction follows that one, in the thread of both', () => {
    const corrected = (bundle: Bundle, time: string, comment: string) =>
      composeCareMessage({ ...amended, comment }, { sender: hospital }, { ...options, time }, follow('correct', bundle))
        .bundle;
    const one = corrected(first, '2026-11-20T10:00:00Z', 'Rettet');
    const other = corrected(one, '2026-11-21T10:00:00Z', 'Rettet igen');
    expect(communicationIn(other).identifier).toEqual(communicationIn(first).identifier);
    expect(idsIn(other).slice(0, -2)).toEqual(idsIn(one));
    expect(textsIn(other)?.at(-2)).toMatch(/^Rettelse: /);
    expect(textsIn(other)?.at(-1)).toContain('Rettet igen');
    expect(provenanceIn(other).entity?.at(-1)?.what.reference).toBe(`MessageHeader/${openCareMessage(one).messageId}`);
    expect(openCareMessage(other).history).toHaveLength(2);
    expect(openCareMessage(other).receiver.gln).toBe('5790000121441');
  });

  test('a correction is a further message of the thread, by the same sender to the same receiver', () => {
    const correction = composeCareMessage(
      amended,
      { sender: hospital },
      { ...options, time: '2026-11-20T10:00:00Z' },
      follow('correct'),
    ).bundle;
    expect(communicationIn(correction).identifier).toEqual(communicationIn(first).identifier);
    expect(textsIn(correction)?.[2]).toMatch(/^Rettelse: /);
    expect(openCareMessage(correction).receiver.gln).toBe('5790000121441');
    expect(of(correction, 'Provenance')).toHaveLength(2);
  });

  test('a withdrawal says that the level counts no more', () => {
    const gone = composeCareWithdrawal(
      assessmentIn('somatik-trukket-tilbage'),
      { sender: hospital },
      { ...options, time: '2026-11-20T10:00:00Z' },
      follow('correct'),
    ).bundle;
    expect(textsIn(gone)?.at(-1)).toMatch(/samarbejdsniveau trukket tilbage 20\.11\.2026\n/);
  });

  test('of a message whose resources are named by urn:uuid they are named so too, and every reference leads on', () => {
    const urns = JSON.parse(
      JSON.stringify(first)
        .replace(/"reference":"[A-Z]\w+\//g, '"reference":"urn:uuid:')
        .replace(/"fullUrl":"[^"]*\//g, '"fullUrl":"urn:uuid:'),
    ) as Bundle;
    const reply = composeCareMessage(
      statement,
      { sender: municipality },
      { time: later },
      follow('reply', urns),
    ).bundle;
    const { communication, history } = openCareMessage(reply);
    expect(communication.fullUrl).toBe(`urn:uuid:${communication.resource.id}`);
    expect(history[0]?.resource.target).toEqual([{ reference: `MessageHeader/${openCareMessage(first).messageId}` }]);
  });
});

describe('a message is refused, with the place of what is wrong', () => {
  const first = composed({}, { pdf });
  const message = openCareMessage(first);
  const withoutContent = openCareMessage(
    changed(first, (copy) => {
      for (const { contentAttachment } of communicationIn(copy).payload ?? []) delete contentAttachment?.data;
    }),
  );
  const brokenContent = openCareMessage(
    changed(first, (copy) => {
      for (const { contentAttachment } of communicationIn(copy).payload ?? []) {
        if (contentAttachment !== undefined) contentAttachment.data = 'JVBERi0xLjc';
      }
    }),
  );
  const of3 = (told: Partial<typeof statement>) => ({ ...statement, ...told });
  const compose = composeCareMessage;
  const between = { sender: hospital, receiver: municipality };

  test.each([
    [
      'a suggestion',
      () => compose(statementIn('somatik-0-forslag'), between, { ...options, time: '2026-11-20T10:00:00Z' }),
      'letter-suggestion-only',
      'option:includeSuggestion',
    ],
    [
      'before it was assessed',
      () => compose(statement, between, { ...options, time: '2026-01-01T10:00:00Z' }),
      'letter-time-early',
      'option:time',
    ],
    [
      'a time without zone',
      () => compose(statement, between, { ...options, time: '2026-02-01T10:00:00' }),
      'letter-option-form',
      'option:time',
    ],
    [
      'a receiver without SOR',
      () => compose(statement, { ...between, receiver: organization('receiver') }, options),
      'message-sor-missing',
      'option:receiver Organization.identifier',
    ],
    [
      'no receiver',
      () => compose(statement, { sender: hospital }, options),
      'message-receiver-missing',
      'option:receiver',
    ],
    ['no telephone number', () => compose(statement, between, { time }), 'message-phone', 'option:phone'],
    [
      'a telephone number of words',
      () => compose(statement, between, { time, phone: 'ring' }),
      'message-phone',
      'option:phone',
    ],
    ['no author', () => compose(of3({ professional: undefined }), between, options), 'message-author', 'option:author'],
    [
      'an author without a family name',
      () => compose(statement, between, { ...options, author: 'Emma' }),
      'letter-option-form',
      'option:author',
    ],
    [
      'an unknown category',
      () => compose(statement, between, { ...options, category: 'other' }),
      'letter-code-unknown',
      'option:category',
    ],
    [
      'an unknown priority',
      () => compose(statement, between, { ...options, category: 'regarding-referral', priority: 'stat' }),
      'letter-code-unknown',
      'option:priority',
    ],
    [
      'a priority of a message about no referral',
      () => compose(statement, between, { ...options, priority: 'asap' }),
      'message-priority',
      'option:priority',
    ],
    [
      'a replacement number of no kind',
      () => compose(statementIn('somatik-erstatnings-cpr'), between, { ...options, time: '2026-11-20T10:00:00Z' }),
      'message-number-form',
      'QuestionnaireResponse.subject',
    ],
    [
      'an episode that is the citizen’s number',
      () => compose(statement, between, { ...options, episode: '251248-9996' }),
      'letter-id-personal',
      'option:episode',
    ],
    [
      'an answer by a stranger',
      () => compose(statement, { sender: home }, { ...options, time: later }, { follow: { how: 'reply', message } }),
      'message-not-party',
      'option:sender',
    ],
    [
      'an answer to a stranger',
      () =>
        compose(
          statement,
          { sender: municipality, receiver: home },
          { ...options, time: later },
          { follow: { how: 'reply', message } },
        ),
      'message-not-party',
      'option:receiver',
    ],
    [
      'a correction by the receiver',
      () =>
        compose(
          statement,
          { sender: municipality },
          { ...options, time: later },
          { follow: { how: 'correct', message } },
        ),
      'message-not-party',
      'option:sender',
    ],
    [
      'a forward to the other party',
      () =>
        compose(
          statement,
          { sender: municipality, receiver: hospital },
          { ...options, time: later },
          { follow: { how: 'forward', message } },
        ),
      'message-not-party',
      'option:receiver',
    ],
    [
      'a forward without the content of an attachment',
      () =>
        compose(
          statement,
          { sender: municipality, receiver: home },
          { ...options, time: later },
          { follow: { how: 'forward', message: withoutContent } },
        ),
      'message-attachment-content',
      'Bundle.entry[6].resource.payload[1]',
    ],
    [
      'a forward of an attachment that is no base64',
      () =>
        compose(
          statement,
          { sender: municipality, receiver: home },
          { ...options, time: later },
          { follow: { how: 'forward', message: brokenContent } },
        ),
      'message-attachment-form',
      'Bundle.entry[6].resource.payload[1].contentAttachment.data',
    ],
    [
      'an answer before the message',
      () =>
        compose(
          statement,
          { sender: municipality },
          { time: '2026-01-31T10:00:00Z' },
          { follow: { how: 'reply', message } },
        ),
      'message-before-earlier',
      'option:time',
    ],
    [
      'an answer about another citizen',
      () =>
        compose(
          of3({ citizen: { ...statement.citizen, cpr: '0101010001', identifiers: [] } }),
          { sender: municipality },
          { time: later, patientName: 'A|B' },
          { follow: { how: 'reply', message } },
        ),
      'wrong-citizen',
      'Bundle.entry[3].resource.identifier',
    ],
    [
      'a withdrawal of what stands',
      () => composeCareWithdrawal(assessmentIn('somatik-3-aftalt'), between, options),
      'letter-not-withdrawn',
      'option:withdrawal',
    ],
  ] as const)('%s', async (_, step, code, place) => {
    expect(await refusalOf(step)).toEqual([{ code, place }]);
  });

  test('all that is wrong is said at once', async () => {
    const codes = (
      await refusalOf(() => compose(of3({ professional: undefined }), { sender: organization('receiver') }, { time }))
    ).map(({ code }) => code);
    expect(codes).toEqual(['message-sor-missing', 'message-author', 'message-phone']);
  });
});

import type { Bundle, MessageHeader } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { openAcknowledgement } from '../../../src/medcom/fhir/answered.ts';
import { openCareMessage } from '../../../src/medcom/fhir/open.ts';
import { answerCareMessage } from '../../../src/work/messages/answer.ts';
import { ports } from '../../ports.ts';
import { refusalOf } from '../refusal.ts';
import { changed, composed, of } from './messages.ts';

const message = composed();
const bytes = Buffer.from(JSON.stringify(message));
const time = '2026-02-01T11:00:00+01:00';
const answer = (given: object = {}) => answerCareMessage(ports, bytes, { time, ...given });
const headerIn = (bundle: Bundle): MessageHeader => of(bundle, 'MessageHeader')[0] as MessageHeader;

describe('an Acknowledgement', () => {
  test('goes back to the sender, and says which message was received', () => {
    const bundle = answer();
    const { messageId, sender, receiver } = openCareMessage(message);
    expect(openAcknowledgement(bundle)).toEqual({
      ...{ messageId: headerIn(bundle).id, bundleId: bundle.id, answers: messageId, code: 'ok', reason: undefined },
      ...{ sender: receiver.gln, receiver: sender.gln },
    });
    expect(headerIn(bundle).destination?.[0]?.endpoint).toBe(headerIn(message).source.endpoint);
    expect(headerIn(bundle).source.endpoint).toBe(headerIn(message).destination?.[0]?.endpoint);
    expect(of(bundle, 'Provenance').map(({ activity }) => activity?.coding?.[0]?.code)).toEqual([
      'new-message',
      'acknowledgement',
    ]);
    expect(of(bundle, 'OperationOutcome')).toEqual([]);
    expect(JSON.stringify(bundle)).not.toContain('2512489996');
  });

  test.each(['transient-error', 'fatal-error'] as const)('says why it is not: %s', (code) => {
    const bundle = answer({ refuse: code, text: 'postkassen er lukket' });
    expect(openAcknowledgement(bundle)).toMatchObject({ code, reason: { text: 'postkassen er lukket' } });
  });

  test('of one message says the same, in a sending of its own', () => {
    const later = answer({ time: '2026-02-01T12:00:00+01:00' });
    expect(headerIn(later).id).toBe(headerIn(answer()).id);
    expect(later.id).not.toBe(answer().id);
    expect(answer()).toEqual(answer());
  });

  test.each([
    ['of an unknown code', () => answer({ refuse: 'syntaksfejl' }), 'letter-code-unknown', 'option:refuse'],
    ['with the ids of a letter', () => answer({ letterId: 'A' }), 'letter-option-unused', 'option:letterId'],
    ['of what is no message', () => answerCareMessage(ports, Buffer.from('{}'), {}), 'message-unknown', 'Bundle'],
    [
      'that answers nothing',
      () =>
        openAcknowledgement(
          changed(answer(), (copy) => {
            delete headerIn(copy).response;
          }),
        ),
      'message-element-missing',
      'Bundle.entry[0].resource.response',
    ],
    [
      'of a code of its own',
      () =>
        openAcknowledgement(
          changed(answer(), (copy) => {
            Object.assign(headerIn(copy).response ?? {}, { code: 'later' });
          }),
        ),
      'message-element-form',
      'Bundle.entry[0].resource.response.code',
    ],
  ] as const)('is refused: %s', async (_, step, code, place) => {
    expect((await refusalOf(step))[0]).toEqual({ code, place });
  });
});

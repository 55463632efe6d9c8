import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTurn, type Turn } from '../../src/http/turn.ts';
import { tokenFor } from './guarded.ts';
import { post, startService, type TestService, until, validResponse } from './service.ts';

describe('what has come in during a turn of the event loop', () => {
  /** A request of three steps; each is written down with the request's name. */
  function asker(turn: Turn) {
    const steps: string[] = [];
    const ask = async (name: string | number, bytes = 1, failsAfter = 3) => {
      await new Promise<void>((resolve) => turn(bytes, resolve));
      for (let step = 1; step <= 3; step += 1) {
        if (step > failsAfter) throw new Error(`${name} fails`);
        steps.push(`${name}.${step}`);
        await undefined;
      }
    };
    return { steps, ask };
  }
  const together = (...names: readonly (string | number)[]) =>
    [1, 2, 3].flatMap((step) => names.map((name) => `${name}.${step}`));

  test('takes each step together, in the order it came', async () => {
    const { steps, ask } = asker(createTurn());
    const all = ['a', 'b', 'c'].map((name) => ask(name));
    expect(steps).toEqual([]);
    await Promise.all(all);
    expect(steps).toEqual(together('a', 'b', 'c'));
  });

  test.each<[name: string, bytes: readonly number[], groups: readonly (readonly number[])[]]>([
    ['more than there may be in a group', [1, 1, 1, 1, 1, 1, 1], [[0, 1, 2], [3, 4, 5], [6]]],
    ['just the bytes of a group', [40, 30, 30, 1], [[0, 1, 2], [3]]],
    ['more bytes than a group may have', [60, 41, 50, 10], [[0], [1, 2], [3]]],
    ['one that is larger than a group alone', [1, 101, 1, 1], [[0], [1], [2, 3]]],
    ['some without bytes', [0, 100, 0, 0], [[0, 1, 2], [3]]],
  ])('goes on in groups: %s', async (_name, bytes, groups) => {
    const { steps, ask } = asker(createTurn({ requests: 3, bytes: 100 }));
    await Promise.all(bytes.map((size, name) => ask(name, size)));
    expect(steps).toEqual(groups.flatMap((group) => together(...group)));
  });

  test('waits for no other turn, however much it is', async () => {
    const { steps, ask } = asker(createTurn());
    const all = Array.from({ length: 100 }, (_, name) => ask(name, 100_000));
    await new Promise((resolve) => setImmediate(resolve));
    expect(steps).toHaveLength(300);
    await Promise.all(all);
  });

  test('is no matter of what comes in while it goes on', async () => {
    const { steps, ask } = asker(createTurn());
    const later: Promise<void>[] = [];
    await ask('a').then(() => later.push(ask('b'), ask('c')));
    expect(steps).toEqual(together('a'));
    await Promise.all(later);
    expect(steps).toEqual([...together('a'), ...together('b', 'c')]);
  });

  test('touches nobody where it fails', async () => {
    const { steps, ask } = asker(createTurn());
    const ended = await Promise.allSettled([ask('a'), ask('b', 1, 1), ask('c')]);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(steps).toEqual(['a.1', 'b.1', 'c.1', 'a.2', 'c.2', 'a.3', 'c.3']);
  });
});

describe('requests that come in at once', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  const path = '/fhir/QuestionnaireResponse/$extract';
  const own = (index: number) => {
    const identifier = { system: 'https://ehr.example.dk/responses', value: `turn-${index}` };
    return JSON.stringify({ ...validResponse(index % 2 === 0 ? 'somatik' : 'psykiatri'), identifier });
  };
  const bodies = Array.from({ length: 40 }, (_, index) => {
    if (index % 8 === 3) return own(index).slice(0, -1);
    return index % 8 === 5 ? own(index).replace('"completed"', '"in-progress"') : own(index);
  });
  const told = async (answer: Response) => ({ status: answer.status, text: await answer.text() });

  test('are each answered as they are alone', async () => {
    const alone: { status: number; text: string }[] = [];
    for (const body of bodies) alone.push(await told(await post(service.url + path, body)));
    const atOnce = await Promise.all(bodies.map(async (body) => told(await post(service.url + path, body))));
    expect(atOnce).toEqual(alone);
    expect(new Set(alone.map(({ status }) => status))).toEqual(new Set([200, 400, 422]));
  });

  test('are answered whoever of them goes', async () => {
    const { hostname, port } = new URL(service.url);
    const token = await tokenFor(service.url);
    const before = service.lines.length;
    const goes = (body: string) => {
      const head = `POST ${path} HTTP/1.1\r\n${token}Host: ${hostname}:${port}\r\nContent-Type: application/fhir+json\r\n`;
      const socket = connect(Number(port), hostname, () => {
        socket.write(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`, () => socket.destroy());
      });
    };
    for (let index = 0; index < 8; index += 1) goes(own(index));
    const answers = await Promise.all(bodies.map((body) => post(service.url + path, body)));
    expect(answers.map(({ status }) => status)).toEqual(
      bodies.map((_, index) => ({ 3: 400, 5: 422 })[index % 8] ?? 200),
    );
    await Promise.all(answers.map((answer) => answer.text()));
    const requests = () => service.lines.slice(before).filter(({ msg }) => msg === 'request');
    await until(() => requests().length === bodies.length + 8);
  });
});

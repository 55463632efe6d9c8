import { expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { Refusal } from '../../src/outcome/problem.ts';
import { readJson } from '../../src/questionnaire/json/document.ts';
import type { Received } from '../../src/work/receive.ts';
import { makeBundle, scoreResponse } from '../../src/work/score.ts';
import { accepted, refused, responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';
import { canonical } from './canonical.ts';

const { read, write } = await openFhirXml();

/** The Bundle, or what is wrong and where. */
function result(received: Received): unknown {
  try {
    // The response is in it as it was sent, and XML has an order of its own.
    const bundle = JSON.stringify(makeBundle(ports.model, scoreResponse(ports, received)));
    return canonical(readJson(Buffer.from(bundle)).kept);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.problems.map(({ code, place }) => [code, place]);
  }
}

function asXml(name: string): Buffer {
  return write(Object(readJson(responseBytes(name)).kept));
}

test.each(accepted)('%s is scored alike from XML and from JSON', (name) => {
  expect(result(read(asXml(name)))).toEqual(result(responseBytes(name)));
});

/** What XML cannot say, and what is told while it is read. */
const otherwise = new Set(['afvist-ugyldig-json', 'afvist-forkert-ressource']);

test.each(refused.filter((name) => !otherwise.has(name)))('%s is refused alike in XML and in JSON', (name) => {
  expect(result(read(asXml(name)))).toEqual(result(responseBytes(name)));
});

import type {
  Bundle,
  CarePlan,
  FhirResource,
  HumanName,
  Observation,
  Patient,
  QuestionnaireResponse,
  Task,
} from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { loadModel } from '../../src/profiles.ts';
import type { References } from '../../src/resources/references.ts';
import { validateResponse } from '../../src/work/check.ts';
import { makeBundle, scoreResponse } from '../../src/work/score.ts';
import { accepted, responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';

const model = loadModel();

function bundle(name: string, change: (response: QuestionnaireResponse) => void = () => {}): Bundle {
  const response: QuestionnaireResponse = JSON.parse(responseBytes(name).toString('utf8'));
  change(response);
  return makeBundle(model, scoreResponse(ports, Buffer.from(JSON.stringify(response))));
}

function resources<Type extends FhirResource['resourceType']>(from: Bundle, type: Type) {
  const all = (from.entry ?? []).flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
  return all.filter(
    (resource): resource is Extract<FhirResource, { resourceType: Type }> => resource.resourceType === type,
  );
}

const ids = (from: Bundle) => (from.entry ?? []).map((entry) => entry.fullUrl);
/** Without the Provenance, of which each version has its own. */
const lasting = (from: Bundle) => ids({ ...from, entry: (from.entry ?? []).slice(0, -1) });
const byCode = (tasks: readonly Task[]) => new Map(tasks.map((task) => [task.code?.coding?.[0]?.code, task]));

function observation(from: Bundle, code: string): Observation | undefined {
  return resources(from, 'Observation').find((one) => one.code.coding?.[0]?.code === code);
}

describe('every Bundle', () => {
  test.each(accepted)('%s: one transaction; every id is its fullUrl; every reference inside it resolves', (name) => {
    const made = bundle(name);
    expect([made.resourceType, made.type]).toEqual(['Bundle', 'transaction']);
    expect(new Set(ids(made)).size).toBe(made.entry?.length);
    for (const { fullUrl, resource } of made.entry ?? []) {
      if (resource?.id !== undefined) expect(fullUrl).toBe(`urn:uuid:${resource.id}`);
    }
    const references = [...JSON.stringify(made).matchAll(/"reference":"(urn:uuid:[^"]+)"/g)].map(
      ([, reference]) => reference,
    );
    expect(references.filter((reference) => !ids(made).includes(reference))).toEqual([]);
  });

  test.each(accepted)('%s: proposals, never orders', (name) => {
    const made = bundle(name);
    for (const resource of [...resources(made, 'CarePlan'), ...resources(made, 'Task')])
      expect(resource.intent).toBe('proposal');
    expect(resources(made, 'ServiceRequest')).toEqual([]);
  });

  test.each(accepted)('%s: what we make has a profile, a language and a narrative in both languages', (name) => {
    for (const { resource } of (bundle(name).entry ?? []).slice(1)) {
      const { meta, language, text } = resource as Observation;
      expect(meta?.profile?.[0]).toMatch(/\/StructureDefinition\//);
      expect([language, text?.status]).toEqual(['da', 'generated']);
      expect(text?.div).toContain('xml:lang="en"');
    }
  });

  test.each(accepted)('%s: the response stands in it as received', (name) => {
    const { id: _, ...received } = JSON.parse(responseBytes(name).toString('utf8'));
    const { id: __, ...sent } = resources(bundle(name), 'QuestionnaireResponse')[0] as QuestionnaireResponse;
    expect(sent).toEqual(received);
  });
});

describe('how entries are written', () => {
  const request = (from: Bundle) => from.entry?.[0]?.request;

  test('with an identifier: POST with If-None-Exist', () => {
    expect(request(bundle('somatik-3-aftalt'))).toEqual({
      method: 'POST',
      url: 'QuestionnaireResponse',
      ifNoneExist: 'identifier=https%3A%2F%2Fehr.example.dk%2Fresponses|somatik-3-aftalt',
    });
  });

  test('amended or withdrawn: PUT by identifier, where the id is left out', () => {
    for (const name of ['somatik-rettet', 'somatik-trukket-tilbage']) {
      const made = bundle(name);
      const url = 'QuestionnaireResponse?identifier=https%3A%2F%2Fehr.example.dk%2Fresponses|somatik-3-aftalt';
      expect(request(made)).toEqual({ method: 'PUT', url });
      expect(made.entry?.[0]?.resource).not.toHaveProperty('id');
    }
  });

  test('without an identifier: PUT by id', () => {
    const made = bundle('somatik-uden-identifier');
    expect(request(made)).toEqual({ method: 'PUT', url: `QuestionnaireResponse/${made.entry?.[0]?.resource?.id}` });
  });

  const results = (name: string) => (bundle(name).entry ?? []).slice(1, -1);
  const search = (fullUrl = '') =>
    `identifier=http%3A%2F%2Fdifferentieringsmodellen.dk%2Ffhir%2Fresultat|${fullUrl.replace('urn:uuid:', '')}`;

  test('results of a completed response: POST with If-None-Exist by their own identifier, so that they never overwrite', () => {
    for (const { fullUrl, resource, request: how } of results('somatik-3-aftalt')) {
      expect(how).toEqual({ method: 'POST', url: resource?.resourceType, ifNoneExist: search(fullUrl) });
      expect(resource).not.toHaveProperty('id');
    }
  });

  test.each(['somatik-rettet', 'somatik-trukket-tilbage'])('results of %s: PUT by their own identifier', (name) => {
    for (const { fullUrl, resource, request: how } of results(name)) {
      expect(how).toEqual({ method: 'PUT', url: `${resource?.resourceType}?${search(fullUrl)}` });
      expect(resource).not.toHaveProperty('id');
    }
  });

  test('Provenance: PUT by id, one for each version of the response', () => {
    const urls = ['somatik-3-aftalt', 'somatik-rettet', 'somatik-trukket-tilbage'].map((name) => {
      const { resource, request: how } = bundle(name).entry?.at(-1) ?? {};
      expect(how).toEqual({ method: 'PUT', url: `Provenance/${resource?.id}` });
      return how?.url;
    });
    expect(new Set(urls).size).toBe(3);
    expect(bundle('somatik-rettet').entry?.at(-1)?.request?.url).toBe(urls[1]);
  });

  test('separators in an identifier are escaped, so that it can match nothing else', () => {
    const made = bundle('somatik-3-aftalt', (response) => {
      response.identifier = { system: 'urn:x', value: 'a,b|c&d=e' };
    });
    expect(request(made)?.ifNoneExist).toBe('identifier=urn%3Ax|a%5C%2Cb%5C%7Cc%26d%3De');
  });
});

describe('identity', () => {
  test('without an identifier it is the content: neither id, meta nor the order of properties matters', () => {
    const first = bundle('somatik-uden-identifier');
    const other = bundle('somatik-uden-identifier', (response) => {
      Object.assign(response, { id: 'abc', meta: { versionId: '3' } });
      const { subject } = response;
      delete response.subject;
      if (subject !== undefined) response.subject = subject;
    });
    expect(ids(other)).toEqual(ids(first));
  });

  test('another content is another response', () => {
    const other = bundle('somatik-uden-identifier', (response) => {
      response.authored = '2026-01-20T10:31:00+01:00';
    });
    expect(ids(other)[0]).not.toBe(ids(bundle('somatik-uden-identifier'))[0]);
  });
});

describe('persons', () => {
  const referring = (response: QuestionnaireResponse) => {
    response.subject = {
      reference: 'Patient/7',
      identifier: { system: 'urn:oid:1.2.208.176.1.2', value: '2512489996' },
    };
    response.author = { reference: 'Practitioner/8', display: 'Michael Burns' };
    response.encounter = { reference: 'Encounter/9', identifier: { system: 'https://ehr.example.dk/e', value: '9' } };
    response.basedOn = [{ reference: 'ServiceRequest/10' }];
  };
  const made = (references: References) => {
    const response: QuestionnaireResponse = JSON.parse(responseBytes('somatik-3-aftalt').toString('utf8'));
    referring(response);
    return makeBundle(model, scoreResponse(ports, Buffer.from(JSON.stringify(response))), { references });
  };

  test('for the sender, results carry its literal references beside number and name, and its encounter and request', () => {
    const bundle = made('sender');
    const level = observation(bundle, 'samarbejdsniveau');
    expect(level).toMatchObject({
      subject: { type: 'Patient', reference: 'Patient/7', identifier: { value: '2512489996' } },
      performer: [{ reference: 'Practitioner/8', display: 'Michael Burns' }],
      encounter: { reference: 'Encounter/9' },
      basedOn: [{ reference: 'ServiceRequest/10', type: 'ServiceRequest' }],
    });
    for (const { resource } of (bundle.entry ?? []).slice(1, -1)) {
      const { subject, encounter } = resource as Observation;
      const whom = subject ?? (resource as Task).for;
      expect([whom?.reference, encounter?.reference]).toEqual(['Patient/7', 'Encounter/9']);
    }
    expect(resources(bundle, 'Provenance')[0]?.agent[0]?.who.reference).toBe('Practitioner/8');
  });

  test('a literal reference stays in the response alone for another server: there it may be another citizen', () => {
    const bundle = made('logical');
    const results = JSON.stringify((bundle.entry ?? []).slice(1));
    expect(results).not.toMatch(/(Patient|Practitioner|Encounter|ServiceRequest)\/\d/);
    expect(observation(bundle, 'samarbejdsniveau')).toMatchObject({
      subject: { identifier: { value: '2512489996' } },
      encounter: { identifier: { value: '9' } },
    });
  });

  test('a given name that is padded with null is left out', () => {
    const made = bundle('somatik-indlejret-borger', (response) => {
      const patient = response.contained?.find((one) => one.resourceType === 'Patient') as Patient;
      const absent = {
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
      };
      patient.name = [
        { family: 'Berggren', given: ['Nancy', null as unknown as string], _given: [null, absent] } as HumanName,
      ];
    });
    expect(observation(made, 'samarbejdsniveau')?.subject?.display).toBe('Nancy Berggren');
  });
});

test('identifiers that differ only in where the separator stands are two', () => {
  const [one, other] = [
    { system: 'https://ehr|a', value: 'b' },
    { system: 'https://ehr', value: 'a|b' },
  ].map((identifier) => ids(bundle('somatik-0-forslag', (response) => Object.assign(response, { identifier }))));
  expect(one?.[1]).not.toBe(other?.[1]);
});

test('two citizens whose senders made up one identifier share nothing', () => {
  const about = (value: string) =>
    ids(
      bundle('somatik-3-aftalt', (response) => {
        response.subject = { identifier: { system: 'urn:oid:1.2.208.176.1.2', value } };
      }),
    );
  const [nancy, other] = [about('2512489996'), about('0101010001')];
  expect(nancy.filter((id) => other.includes(id))).toEqual([]);
});

test('two letters of one response are two documents', () => {
  const processed = scoreResponse(ports, responseBytes('somatik-3-aftalt'));
  const document = {
    kind: 'XDIS91',
    title: 'Brev',
    contentType: 'application/xml',
    bytes: new Uint8Array([1]),
    created: '2026-01-20T10:30:00+01:00',
  };
  const documents = ['A', 'B'].map((identifier) => ({ ...document, identifier }));
  const made = makeBundle(model, processed, { documents });
  const versions = [documents, documents.slice(0, 1), documents.slice(1), []].map((some) => {
    return resources(makeBundle(model, processed, { documents: some }), 'Provenance')[0]?.id;
  });
  expect(new Set(versions).size).toBe(4);
  const [one, other] = resources(made, 'DocumentReference');
  expect(one?.identifier?.[0]?.value).not.toBe(other?.identifier?.[0]?.value);
  expect(one?.content[0]?.attachment).toMatchObject({ size: 1, hash: 'v4tFMNjSRt10rFOhNHG7oXlB3/c=' });
});

describe('levels', () => {
  test('suggested, assessed and agreed are kept apart: the agreed one is in force', () => {
    const made = bundle('somatik-aftalt-lavere');
    expect(observation(made, 'samarbejdsniveau')?.valueCodeableConcept?.coding?.[0]?.code).toBe('2');
    expect(observation(made, 'niveauforslag')?.valueCodeableConcept?.coding?.[0]?.code).toBe('3');
    expect(resources(made, 'CarePlan')[0]?.status).toBe('active');
  });

  test.each([
    ['somatik-0-forslag', 'preliminary', 'draft', 'draft'],
    ['somatik-1-vurderet', 'final', 'draft', 'draft'],
    ['psykiatri-3-aftalt', 'final', 'active', 'requested'],
  ])('%s: level %s, plan %s, Tasks %s', (name, level, plan, task) => {
    const made = bundle(name);
    expect(observation(made, 'samarbejdsniveau')?.status).toBe(level);
    expect(observation(made, 'niveauforslag')?.status).toBe('preliminary');
    expect(resources(made, 'CarePlan')[0]?.status).toBe(plan);
    expect(new Set(resources(made, 'Task').map((one) => one.status))).toEqual(new Set([task]));
  });

  test('neither agreed, assessed nor suggested: the interval, and no level, plan or action', () => {
    const made = bundle('somatik-interval');
    expect(made.entry?.map((entry) => entry.resource?.resourceType)).toEqual([
      'QuestionnaireResponse',
      'Observation',
      'Provenance',
    ]);
    const suggestion = observation(made, 'niveauforslag');
    expect(suggestion?.dataAbsentReason?.coding?.[0]?.code).toBe('unknown');
    const ends = suggestion?.component
      ?.slice(0, 2)
      .map((one) => [one.code.coding?.[0]?.code, one.valueCodeableConcept?.coding?.[0]?.code]);
    expect(ends).toEqual([
      ['forslag-lav', '2'],
      ['forslag-hoej', '4'],
    ]);
  });

  test('the level carries its ordinal, the factors as rated, and the score with its maximum', () => {
    const level = observation(bundle('somatik-3-aftalt'), 'samarbejdsniveau');
    expect(level?.valueCodeableConcept?.coding?.[0]?.extension?.[0]?.valueDecimal).toBe(3);
    const components = level?.component?.map(
      (one) => one.valueCodeableConcept?.coding?.[0]?.code ?? one.valueQuantity?.value,
    );
    expect(components).toEqual(['3', '3', '2', '1', '3', '0', 14]);
    expect(level?.component?.at(-1)?.referenceRange?.[0]?.high?.value).toBe(28);
    expect(level?.performer?.[0]?.display).toBe('Michael Burns');
  });

  test('an unrated factor is absent or said to be unrated, never a zero, and there is no score', () => {
    const components = observation(bundle('somatik-interval'), 'niveauforslag')?.component ?? [];
    const [, , , , third, fourth] = components;
    expect(third?.dataAbsentReason?.coding?.[0]?.code).toBe('unknown');
    expect(fourth?.valueCodeableConcept?.coding?.[0]?.code).toBe('ikke-vurderet');
    expect(components.at(-1)?.valueQuantity).toBeUndefined();
  });
});

describe('actions', () => {
  test('one Task per action of the level in force, in the order of the source; parties as performers', () => {
    const tasks = resources(bundle('somatik-3-aftalt'), 'Task');
    expect(tasks.map((task) => task.code?.coding?.[0]?.code)).toEqual([
      'henvisning-epikrise',
      'orientering-til-fra-kommunen',
      'information-til-borgeren',
      'netvaerksmoede',
      'udpeg-koordinator',
    ]);
    expect(tasks[1]?.performerType?.map((type) => type.coding?.[0]?.code)).toEqual([
      'kommune',
      'almen-praksis',
      'hospital',
    ]);
    expect(tasks[0]?.instantiatesCanonical).toBe(
      'http://differentieringsmodellen.dk/fhir/ActivityDefinition/henvisning-epikrise|1.0.0',
    );
  });

  test('a decision arrives in its Task, with its reason; one that was not taken is afventer; a must action has none', () => {
    const tasks = byCode(resources(bundle('psykiatri-2-vurderet'), 'Task'));
    const facts = ['overvej-samarbejdsaftale', 'overvej-koordinering', 'vurder-egen-laege'].map((code) => {
      const task = tasks.get(code);
      return [task?.status, task?.businessStatus?.coding?.[0]?.code, task?.statusReason?.text, task?.note?.[0]?.text];
    });
    expect(facts).toEqual([
      ['draft', 'ja', undefined, undefined],
      ['rejected', 'nej', 'Distriktspsykiatrien koordinerer allerede.', 'Distriktspsykiatrien koordinerer allerede.'],
      ['draft', 'afventer', undefined, undefined],
    ]);
    expect(resources(bundle('somatik-0-forslag'), 'Task').map((task) => task.businessStatus)).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('decisions that do not belong to the level in force stay in the response and give nothing', () => {
    const tasks = byCode(resources(bundle('somatik-aftalt-lavere'), 'Task'));
    expect(tasks.has('netvaerksmoede')).toBe(false);
    expect(tasks.get('stillingtagen-koordinator')?.businessStatus?.coding?.[0]?.code).toBe('ja');
  });

  test('typed text is never markup', () => {
    const made = bundle('psykiatri-4-aftalt');
    const task = byCode(resources(made, 'Task')).get('faelles-supervision');
    expect(task?.statusReason?.text).toBe('»Fælles« supervision & <Bold>opfølgning</Bold>.');
    expect(task?.note?.[0]?.text).toBe('»Fælles« supervision & \\<Bold>opfølgning\\</Bold>.');
    expect(task?.text?.div).toContain('supervision &amp; &lt;Bold&gt;opfølgning&lt;/Bold&gt;.');
  });
});

describe('amended and withdrawn', () => {
  const first = () => bundle('somatik-3-aftalt');

  test('amended: the same ids, the new level, and the old level’s other Tasks cancelled', () => {
    const made = bundle('somatik-rettet');
    expect(lasting(first()).filter((id) => !ids(made).includes(id))).toEqual([]);
    expect(observation(made, 'samarbejdsniveau')?.status).toBe('amended');
    const tasks = byCode(resources(made, 'Task'));
    expect(tasks.size).toBe(7);
    expect(tasks.get('stillingtagen-koordinator')?.status).toBe('requested');
    expect(['netvaerksmoede', 'udpeg-koordinator', 'tvaerfagligt-team'].map((code) => tasks.get(code)?.status)).toEqual(
      ['cancelled', 'cancelled', 'cancelled'],
    );
  });

  test.each([
    ['somatik-0-forslag', 'preliminary'],
    ['somatik-1-vurderet', 'amended'],
    ['psykiatri-3-aftalt', 'amended'],
  ])(
    '%s, amended: the level is %s. What only the rule suggests is never final, so it was never amended',
    (name, status) => {
      const made = bundle(name, (response) => {
        response.status = 'amended';
      });
      expect(observation(made, 'samarbejdsniveau')?.status).toBe(status);
      expect(observation(made, 'niveauforslag')?.status).toBe('preliminary');
    },
  );

  test('withdrawn: the same ids as entered-in-error, revoked or cancelled', () => {
    const made = bundle('somatik-trukket-tilbage');
    expect(lasting(first()).filter((id) => !ids(made).includes(id))).toEqual([]);
    const status = (made.entry ?? []).slice(1).map(({ resource }) => (resource as CarePlan).status);
    expect(new Set(status.filter((one) => one !== undefined))).toEqual(
      new Set(['entered-in-error', 'revoked', 'cancelled']),
    );
    expect(resources(made, 'Task')).toHaveLength(7);
  });

  test('withdrawn without content: everything that may have been written is taken back', () => {
    const made = bundle('somatik-trukket-tilbage', (response) => {
      delete response.item;
    });
    expect(lasting(first()).filter((id) => !ids(made).includes(id))).toEqual([]);
    const level = observation(made, 'samarbejdsniveau');
    expect([level?.status, level?.valueCodeableConcept]).toEqual(['entered-in-error', undefined]);
  });

  test('amended to no level: the level is taken back, the plan revoked, the Tasks cancelled', () => {
    const made = bundle('somatik-rettet', (response) => {
      const keep = /^(inddragelse$|faktor\.netvaerk)/;
      response.item = (response.item ?? []).filter((item) => keep.test(item.linkId));
    });
    expect(observation(made, 'samarbejdsniveau')?.status).toBe('entered-in-error');
    expect(resources(made, 'CarePlan')[0]?.status).toBe('revoked');
    expect(new Set(resources(made, 'Task').map((task) => task.status))).toEqual(new Set(['cancelled']));
    expect(resources(made, 'CareTeam')[0]?.status).toBe('inactive');
  });
});

test('a decimal keeps the precision in which it was sent', () => {
  const text = responseBytes('psykiatri-lhc').toString('utf8').replace('"valueDecimal": 2', '"valueDecimal": 2.0');
  const made = makeBundle(model, scoreResponse(ports, Buffer.from(text)));
  expect(JSON.stringify(made)).toContain('"valueDecimal":2.0');
});

test.each(['14.0', '1.4e1'])('an integer written as %s is none: it would be passed on so', (written) => {
  const text = responseBytes('somatik-3-aftalt')
    .toString('utf8')
    .replace('"valueInteger": 14', `"valueInteger": ${written}`);
  expect(validateResponse(ports, Buffer.from(text)).map(({ code, place }) => `${code} ${place}`)).toEqual([
    'format-wrong QuestionnaireResponse.item[6].answer[0].value',
  ]);
});

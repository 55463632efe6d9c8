import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { readConfig, readTargetSettings, variablesOf } from '../src/config.ts';
import { sentence } from '../src/outcome/outcome.ts';
import { problemsOf } from './medcom/refusal.ts';

/** All that signing in needs. */
const signIn = {
  NIVEAU_AUTH: 'sign-in',
  NIVEAU_PUBLIC_URL: 'https://niveau.example.dk',
  NIVEAU_SESSION_KEY: Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64'),
  NIVEAU_OIDC_ISSUER: 'https://login.example.dk',
  NIVEAU_OIDC_CLIENT_ID: 'niveau',
  NIVEAU_OIDC_CLIENT_SECRET: 'secret',
  NIVEAU_OIDC_GRANTS: 'user/*.rs',
};

test('an empty environment gives the defaults', () => {
  const defaults = {
    address: { host: '127.0.0.1', port: 8080 },
    corsOrigins: [],
    publicUrl: undefined,
    requestsPerMinute: 600_000,
    store: { kind: 'sqlite', file: './data/niveau.db' },
    medcomXsdDir: undefined,
    lease: 90_000,
    fhirWrites: 'transaction',
    inboxFolder: undefined,
    receiptMinutes: 120,
    auth: [],
    openToAnybody: false,
    issuers: [],
    tokenMinutes: 60,
    tokenUse: 'many',
    organizationClaim: 'organization',
    seesWhat: 'parties',
    oidcScope: 'openid profile',
    oidcGrants: [],
    oidcUserClaim: 'sub',
    sessionMinutes: 480,
    idleMinutes: 30,
  };
  expect(readConfig({})).toEqual(defaults);
  expect(readConfig({ NIVEAU_ADDRESS: '', NIVEAU_CORS_ORIGINS: ' ', MEDCOM_XSD_DIR: '', PATH: '/bin' })).toEqual(
    defaults,
  );
});

test('the variables are listed with their default and purpose', () => {
  const variables = [...variablesOf('service'), ...variablesOf('store'), ...variablesOf('letters')];
  expect(variables.map(({ name, initial }) => [name, initial])).toEqual([
    ['NIVEAU_ADDRESS', '127.0.0.1:8080'],
    ['NIVEAU_CORS_ORIGINS', ''],
    ['NIVEAU_PUBLIC_URL', ''],
    ['NIVEAU_TLS_CERT', ''],
    ['NIVEAU_TLS_KEY', ''],
    ['NIVEAU_REQUESTS_PER_MINUTE', '600000'],
    ['NIVEAU_STORE', 'sqlite:./data/niveau.db'],
    ['NIVEAU_AUDIT_KEY', ''],
    ['MEDCOM_XSD_DIR', ''],
  ]);
  for (const { help } of variables) expect([help.da, help.en].map((text) => text.length > 20)).toEqual([true, true]);
});

describe('what is read', () => {
  test.each([
    ['127.0.0.1:0', '127.0.0.1', 0],
    ['127.9.9.9:65535', '127.9.9.9', 65_535],
    ['[::1]:8080', '::1', 8080],
    ['localhost:9000', 'localhost', 9000],
    [' localhost:9000 ', 'localhost', 9000],
  ])('NIVEAU_ADDRESS=%s', (text, host, port) => {
    expect(readConfig({ NIVEAU_ADDRESS: text }).address).toEqual({ host, port });
  });

  test('NIVEAU_CORS_ORIGINS', () => {
    const text = 'https://ehr.example.dk, http://localhost:3000,';
    expect(readConfig({ NIVEAU_CORS_ORIGINS: text }).corsOrigins).toEqual([
      'https://ehr.example.dk',
      'http://localhost:3000',
    ]);
  });

  test('NIVEAU_PUBLIC_URL', () => {
    const text = 'https://niveau.example.dk/care/';
    expect(readConfig({ NIVEAU_PUBLIC_URL: text }).publicUrl?.href).toBe(text);
  });

  test('NIVEAU_REQUESTS_PER_MINUTE', () => {
    expect(readConfig({ NIVEAU_REQUESTS_PER_MINUTE: '12000' }).requestsPerMinute).toBe(12_000);
  });

  test('MEDCOM_XSD_DIR', () => {
    expect(readConfig({ MEDCOM_XSD_DIR: import.meta.dirname }).medcomXsdDir).toBe(import.meta.dirname);
  });
});

describe('a section is read by the part that needs it, and known to the others', () => {
  test('what `load` is set by does not stop the service, mistaken or not', () => {
    expect(readConfig({ NIVEAU_FHIR_TARGET_TOKEN: 'abc', NIVEAU_FHIR_TARGET_TIMEOUT: 'soon' })).toEqual(readConfig({}));
  });

  test('what the service is set by does not stop `load`, mistaken or not', () => {
    expect(readTargetSettings({ NIVEAU_ADDRESS: 'x', MEDCOM_XSD_DIR: '/none' })).toEqual(readTargetSettings({}));
  });

  test('a misspelt name stops both', async () => {
    for (const read of [readConfig, readTargetSettings]) {
      const problems = await problemsOf(() => read({ NIVEAU_FHIR_TARGET_TOKN: 'abc' }));
      expect(problems).toMatchObject([{ code: 'config-unknown', values: { name: 'NIVEAU_FHIR_TARGET_TOKN' } }]);
    }
  });
});

describe('who may call', () => {
  const outside = { NIVEAU_ADDRESS: '0.0.0.0:8080', NIVEAU_PUBLIC_URL: 'https://niveau.example.dk' };
  const issuers = { NIVEAU_AUTH_ISSUERS: 'https://sts.example.dk https://sts.example.dk/jwks' };
  const certificates = {
    NIVEAU_AUTH: 'certificates',
    NIVEAU_AUTH_CERTIFICATE_HEADER: 'X-Client-Cert',
    NIVEAU_PROXY_ADDRESSES: '10.0.0.0/24, ::1',
  };

  test.each<[string, Record<string, string>]>([
    ['loopback: anybody', {}],
    ['any address: by keys', { ...outside, NIVEAU_AUTH: 'keys' }],
    ['any address: by tokens', { ...outside, ...issuers, NIVEAU_AUTH: 'tokens' }],
    ['any address: by certificates', { ...outside, ...certificates }],
    [
      'any address: by all of them',
      { ...outside, ...issuers, ...certificates, NIVEAU_AUTH: 'keys,tokens, certificates' },
    ],
    [
      'any address: anybody, where that is said',
      { ...outside, NIVEAU_ANYBODY_ON_THE_NETWORK_MAY_DO_EVERYTHING: 'true' },
    ],
  ])('%s', (_name, env) => {
    expect(readConfig(env).address.port).toBe(8080);
  });

  test.each<[string, Record<string, string>, string]>([
    ['NIVEAU_PUBLIC_URL', { NIVEAU_ADDRESS: '0.0.0.0:8080', NIVEAU_AUTH: 'keys' }, 'NIVEAU_ADDRESS'],
    ['NIVEAU_AUTH_ISSUERS', { ...outside, NIVEAU_AUTH: 'tokens' }, 'NIVEAU_AUTH'],
    ['NIVEAU_TLS_KEY', { NIVEAU_TLS_CERT: 'cert.pem' }, 'NIVEAU_TLS_CERT'],
    ['NIVEAU_TLS_CERT', { NIVEAU_TLS_KEY: 'key.pem' }, 'NIVEAU_TLS_KEY'],
    ['NIVEAU_AUTH_AUDIENCE', { ...issuers, NIVEAU_AUTH: 'tokens' }, 'NIVEAU_AUTH'],
    ['NIVEAU_AUTH', issuers, 'NIVEAU_AUTH_ISSUERS'],
    ['NIVEAU_STORE', { NIVEAU_AUTH: 'keys', NIVEAU_STORE: 'none' }, 'NIVEAU_AUTH'],
    ['NIVEAU_AUTH_CERTIFICATE_HEADER', { ...certificates, NIVEAU_AUTH_CERTIFICATE_HEADER: '' }, 'NIVEAU_AUTH'],
    ['NIVEAU_PROXY_ADDRESSES', { ...certificates, NIVEAU_PROXY_ADDRESSES: '' }, 'NIVEAU_AUTH'],
    ['NIVEAU_AUTH', { ...certificates, NIVEAU_AUTH: 'keys' }, 'NIVEAU_AUTH_CERTIFICATE_HEADER'],
    ['NIVEAU_PUBLIC_URL', { ...signIn, NIVEAU_PUBLIC_URL: '' }, 'NIVEAU_AUTH'],
    ['NIVEAU_SESSION_KEY', { ...signIn, NIVEAU_SESSION_KEY: '' }, 'NIVEAU_AUTH'],
    ['NIVEAU_OIDC_ISSUER', { ...signIn, NIVEAU_OIDC_ISSUER: '' }, 'NIVEAU_AUTH'],
    ['NIVEAU_OIDC_CLIENT_ID', { ...signIn, NIVEAU_OIDC_CLIENT_ID: '' }, 'NIVEAU_OIDC_ISSUER'],
    ['NIVEAU_OIDC_CLIENT_SECRET', { ...signIn, NIVEAU_OIDC_CLIENT_SECRET: '' }, 'NIVEAU_OIDC_ISSUER'],
    ['NIVEAU_OIDC_GRANTS', { ...signIn, NIVEAU_OIDC_GRANTS: '' }, 'NIVEAU_OIDC_ISSUER'],
    ['NIVEAU_AUTH', { NIVEAU_SESSION_KEY: signIn.NIVEAU_SESSION_KEY }, 'NIVEAU_SESSION_KEY'],
    ['NIVEAU_STORE', { NIVEAU_STORE: 'none', NIVEAU_ROUTES: '/there/is/none' }, 'NIVEAU_ROUTES'],
    ['NIVEAU_STORE', { NIVEAU_STORE: 'none', NIVEAU_FOLDER_TARGET: tmpdir() }, 'NIVEAU_FOLDER_TARGET'],
    ['NIVEAU_STORE', { NIVEAU_STORE: 'none', NIVEAU_MEDCOM_INBOX: tmpdir() }, 'NIVEAU_MEDCOM_INBOX'],
  ])('what is missing is named: %s', async (name, env, because) => {
    const problems = await problemsOf(() => readConfig(env));
    expect(problems).toEqual([{ code: 'config-incomplete', values: { name, because } }]);
  });

  test('people sign in over https alone, but on this machine', async () => {
    const problems = await problemsOf(() => readConfig({ ...signIn, NIVEAU_PUBLIC_URL: 'http://niveau.example.dk' }));
    expect(problems).toEqual([{ code: 'config-public-url-open', values: { name: 'NIVEAU_PUBLIC_URL' } }]);
    expect(readConfig({ ...signIn, NIVEAU_PUBLIC_URL: 'http://localhost:8080' }).auth).toEqual(['sign-in']);
  });
});

describe('mistakes', () => {
  test.each([
    ['NIVEAU_STORE', 'niveau.db', 'config-store', 'names no database that is understood'],
    ['NIVEAU_STORE', 'mysql://host/niveau', 'config-store', 'names no database that is understood'],
    ['NIVEAU_ADDRESS', '8080', 'config-address', 'is not an address with a port'],
    ['NIVEAU_ADDRESS', '127.0.0.1', 'config-address', 'is not an address with a port'],
    ['NIVEAU_ADDRESS', ':8080', 'config-address', 'is not an address with a port'],
    ['NIVEAU_ADDRESS', '127.0.0.1:65536', 'config-address', 'is not an address with a port'],
    ['NIVEAU_ADDRESS', '::1:8080', 'config-address', 'is not an address with a port'],
    ['NIVEAU_ADDRESS', 'http://127.0.0.1:8080', 'config-address', 'is not an address with a port'],
    ['NIVEAU_ADDRESS', '0.0.0.0:8080', 'config-address-public', 'opens the service to other machines'],
    ['NIVEAU_ADDRESS', '[::]:8080', 'config-address-public', 'opens the service to other machines'],
    ['NIVEAU_ADDRESS', '10.0.0.1:80', 'config-address-public', 'opens the service to other machines'],
    ['NIVEAU_ADDRESS', '127.0.0.1.example.dk:80', 'config-address-public', 'opens the service to other machines'],
    ['NIVEAU_CORS_ORIGINS', '*', 'config-origin', 'is not an origin'],
    ['NIVEAU_CORS_ORIGINS', 'null', 'config-origin', 'is not an origin'],
    ['NIVEAU_CORS_ORIGINS', 'https://ehr.example.dk/', 'config-origin', 'is not an origin'],
    ['NIVEAU_CORS_ORIGINS', 'https://EHR.example.dk', 'config-origin', 'is not an origin'],
    ['NIVEAU_CORS_ORIGINS', 'https://a.example,ehr.example.dk', 'config-origin', 'is not an origin'],
    ['NIVEAU_CORS_ORIGINS', 'file:///tmp', 'config-origin', 'is not an origin'],
    ['NIVEAU_PUBLIC_URL', 'niveau.example.dk', 'config-public-url', 'is not an address at which'],
    ['NIVEAU_PUBLIC_URL', 'ftp://niveau.example.dk', 'config-public-url', 'is not an address at which'],
    ['NIVEAU_PUBLIC_URL', 'https://niveau.example.dk/?a=b', 'config-public-url', 'is not an address at which'],
    ['NIVEAU_PUBLIC_URL', 'https://niveau.example.dk/#a', 'config-public-url', 'is not an address at which'],
    ['NIVEAU_PUBLIC_URL', 'https://me:secret@niveau.example.dk', 'config-public-url', 'is not an address at which'],
    ['NIVEAU_REQUESTS_PER_MINUTE', '0', 'config-number', 'is not a whole number above 0'],
    ['NIVEAU_REQUESTS_PER_MINUTE', '1.5', 'config-number', 'is not a whole number above 0'],
    ['NIVEAU_REQUESTS_PER_MINUTE', 'many', 'config-number', 'is not a whole number above 0'],
    ['NIVEAU_ORGANIZATION', '5790000121527', 'config-organization', 'must be location numbers'],
    ['NIVEAU_ORGANIZATION', '5790000121526,kommunen', 'config-organization', 'must be location numbers'],
    ['NIVEAU_OUTBOX_LEASE', '4', 'config-lease', 'is not a whole number from 5 to 600'],
    ['NIVEAU_OUTBOX_LEASE', '601', 'config-lease', 'is not a whole number from 5 to 600'],
    ['NIVEAU_OUTBOX_LEASE', '1e2', 'config-lease', 'is not a whole number from 5 to 600'],
    ['NIVEAU_RECEIPT_MINUTES', '0', 'config-number', 'is not a whole number above 0'],
    ['NIVEAU_MEDCOM_INBOX', '/there/is/none', 'config-inbox', 'is not a folder that can be read and written to'],
    ['MEDCOM_XSD_DIR', '/there/is/none', 'config-folder', 'does not point to a folder'],
    ['MEDCOM_XSD_DIR', import.meta.filename, 'config-folder', 'does not point to a folder'],
    ['NIVEAU_AUTH', 'token', 'config-choice', 'has a value that it cannot have'],
    ['NIVEAU_AUTH', 'keys passwords', 'config-choice', 'has a value that it cannot have'],
    ['NIVEAU_AUTH_SEES', 'everything', 'config-choice', 'has a value that it cannot have'],
    ['NIVEAU_AUTH_TOKEN_USE', 'twice', 'config-choice', 'has a value that it cannot have'],
    ['NIVEAU_ANYBODY_ON_THE_NETWORK_MAY_DO_EVERYTHING', 'yes', 'config-choice', 'has a value that it cannot have'],
    ['NIVEAU_AUTH_CERTIFICATE_HEADER', 'X Cert', 'config-choice', 'has a value that it cannot have'],
    ['NIVEAU_AUTH_TOKEN_MINUTES', '0', 'config-number', 'is not a whole number above 0'],
    ['NIVEAU_AUTH_ISSUERS', 'https://sts.example.dk', 'config-issuers', 'does not name issuers with keys'],
    ['NIVEAU_AUTH_ISSUERS', 'sts https://sts.example.dk/jwks', 'config-issuers', 'does not name issuers with keys'],
    [
      'NIVEAU_AUTH_ISSUERS',
      'https://sts.example.dk http://sts.example.dk/jwks',
      'config-issuers',
      'does not name issuers with keys',
    ],
    ['NIVEAU_PROXY_ADDRESSES', 'proxy.example.dk', 'config-proxies', 'does not name IP addresses'],
    ['NIVEAU_PROXY_ADDRESSES', '0.0.0.0/0', 'config-proxies', 'does not name IP addresses'],
    ['NIVEAU_PROXY_ADDRESSES', '10.0.0.0/33', 'config-proxies', 'does not name IP addresses'],
    ['NIVEAU_OIDC_ISSUER', 'login.example.dk', 'config-oidc-issuer', 'is not the address of an issuer'],
    ['NIVEAU_OIDC_ISSUER', 'http://login.example.dk', 'config-oidc-issuer', 'is not the address of an issuer'],
    ['NIVEAU_OIDC_CLIENT_KEY', '/there/is/none', 'config-key-file', 'does not point to a file with a private key'],
    ['NIVEAU_OIDC_CLIENT_KEY', import.meta.filename, 'config-key-file', 'does not point to a file with a private key'],
    ['NIVEAU_OIDC_SCOPE', 'profile', 'config-choice', 'has a value that it cannot have'],
    ['NIVEAU_SMART_EHRS', '/there/is/none', 'config-ehrs', 'does not point to a file with EHRs'],
    ['NIVEAU_SMART_EHRS', import.meta.filename, 'config-ehrs', 'does not point to a file with EHRs'],
    ['NIVEAU_SESSION_KEY', 'secret', 'config-session-key', 'is not a random key'],
    ['NIVEAU_SESSION_KEY', 'A'.repeat(44), 'config-session-key', 'is not a random key'],
    ['NIVEAU_SESSION_MINUTES', '0', 'config-number', 'is not a whole number above 0'],
    ['NIVEAU_ADRESS', '127.0.0.1:80', 'config-unknown', 'is not known'],
  ])('%s=%s: %s', async (name, value, code, text) => {
    const problems = await problemsOf(() => readConfig({ [name]: value }));
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    for (const problem of problems) {
      expect(sentence(problem, 'en')).toContain(`The environment variable ${name} `);
      expect(sentence(problem, 'en')).toContain(text);
      expect(sentence(problem, 'da')).not.toContain('…');
    }
  });

  test('a value is not repeated: it may be a secret', async () => {
    const problems = await problemsOf(() => readConfig({ NIVEAU_CORS_ORIGINS: 'user:secret' }));
    expect(JSON.stringify(problems)).not.toContain('secret');
  });

  test('all of them are told at once', async () => {
    const problems = await problemsOf(() =>
      readConfig({ NIVEAU_X: '', NIVEAU_ADDRESS: 'x', NIVEAU_CORS_ORIGINS: 'y,z', MEDCOM_XSD_DIR: '/none' }),
    );
    expect(problems.map(({ code }) => code)).toEqual([
      'config-unknown',
      'config-address',
      'config-origin',
      'config-folder',
    ]);
  });
});

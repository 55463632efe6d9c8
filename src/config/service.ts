import { refuse } from '../outcome/problem.ts';
import { readList } from './list.ts';
import { optional, type Section, variable } from './variable.ts';

/** What `niveau serve` is set by. */
export const serviceSection = {
  address: variable({
    name: 'NIVEAU_ADDRESS',
    initial: '127.0.0.1:8080',
    help: {
      da: 'adresse og port; uden NIVEAU_AUTH kun denne maskine',
      en: 'address and port; this machine only without NIVEAU_AUTH',
    },
    read: readAddress,
  }),
  corsOrigins: variable({
    name: 'NIVEAU_CORS_ORIGINS',
    initial: '',
    help: {
      da: 'origins, hvis websider må kalde tjenesten, adskilt af komma; ellers ingen',
      en: 'origins whose web pages may call the service, separated by commas; none otherwise',
    },
    read: readOrigins,
  }),
  publicUrl: optional({
    name: 'NIVEAU_PUBLIC_URL',
    help: {
      da: 'tjenestens adresse, som klienter kalder den og som den står i links; ellers den, der blev kaldt på denne maskine',
      en: 'address of the service, as clients call it and as it stands in links; else the one that was called on this machine',
    },
    read: readPublicUrl,
  }),
  tlsCert: optional({
    name: 'NIVEAU_TLS_CERT',
    help: {
      da: 'PEM-fil med certifikatet, når tjenesten selv taler TLS; læses igen, når den ændres',
      en: 'PEM file with the certificate, where the service itself speaks TLS; read again when it changes',
    },
    read: (text) => text,
  }),
  tlsKey: optional({
    name: 'NIVEAU_TLS_KEY',
    help: { da: 'PEM-fil med dets nøgle', en: 'PEM file with its key' },
    read: (text) => text,
  }),
  requestsPerMinute: variable({
    name: 'NIVEAU_REQUESTS_PER_MINUTE',
    // An EHR is one client for all its users, and one core answers 84,000: nobody is slowed down unless an operator
    // says so.
    initial: '600000',
    help: {
      da: 'forespørgsler i minuttet fra én klient, før den får 429; fra start mere, end tjenesten kan svare på',
      en: 'requests a minute from one client before it gets 429; at first more than the service can answer',
    },
    read: readCount,
  }),
} satisfies Section;

function readPublicUrl(text: string): URL {
  const url = URL.parse(text);
  const right =
    url !== null && /^https?:$/.test(url.protocol) && !/[?#]/.test(text) && `${url.username}${url.password}` === '';
  return right ? url : refuse('config-public-url');
}

function readCount(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : refuse('config-number');
}

function readAddress(text: string): { readonly host: string; readonly port: number } {
  const [, ipv6, other, digits] = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = ipv6 ?? other;
  const port = Number(digits);
  if (host === undefined || port > 65_535) refuse('config-address');
  return { host, port };
}

function readOrigins(text: string): readonly string[] {
  return readList(text).map(readOrigin);
}

/** Browsers send an origin in exactly one form, and it is compared letter by letter. */
function readOrigin(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.origin !== text) refuse('config-origin');
  return text;
}

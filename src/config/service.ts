import { isIPv4 } from 'node:net';
import { refuse } from '../outcome/problem.ts';
import { type Section, variable } from './variable.ts';

/** What `niveau serve` is set by. */
export const serviceSection = {
  address: variable({
    name: 'NIVEAU_ADDRESS',
    initial: '127.0.0.1:8080',
    help: {
      da: 'adresse og port; kun denne maskine, så længe der ingen adgangskontrol er',
      en: 'address and port; this machine only, as long as there is no access control',
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
} satisfies Section;

function readAddress(text: string): { readonly host: string; readonly port: number } {
  const [, ipv6, other, digits] = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = ipv6 ?? other;
  const port = Number(digits);
  if (host === undefined || port > 65_535) refuse('config-address');
  if (!isLoopback(host)) refuse('config-address-public');
  return { host, port };
}

function isLoopback(host: string): boolean {
  return host === '::1' || host.toLowerCase() === 'localhost' || (isIPv4(host) && host.startsWith('127.'));
}

function readOrigins(text: string): readonly string[] {
  const origins = text.split(',').map((origin) => origin.trim());
  return origins.filter((origin) => origin !== '').map(readOrigin);
}

/** Browsers send an origin in exactly one form, and it is compared letter by letter. */
function readOrigin(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.origin !== text) refuse('config-origin');
  return text;
}

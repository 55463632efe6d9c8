import { BlockList, isIP } from 'node:net';
import { refuse } from '../outcome/problem.ts';
import { readList } from './list.ts';
import { isOpen, readServer } from './server-address.ts';
import { optional, type Section, variable } from './variable.ts';

/** By what a caller may show who it is. */
const waysToShow = ['tokens', 'keys', 'certificates', 'sign-in'] as const;

type WayToShow = (typeof waysToShow)[number];

/**
 * Who issues tokens: its name in them, where its keys are, and where clients get tokens, for whoever asks that here.
 */
export interface Issuer {
  readonly name: string;
  readonly keys: string;
  readonly tokenUrl: string | undefined;
}

const sights = ['parties', 'own', 'all'] as const;

/** Whose responses and letters a client sees: those that its organisation is a party to, those it sent, or all. */
export type SeesWhat = (typeof sights)[number];

/** Who may call the service, and what it is known by. */
export const accessSection = {
  auth: variable({
    name: 'NIVEAU_AUTH',
    initial: '',
    help: {
      da: 'hvordan klienter viser, hvem de er: tokens, keys og certificates, og sign-in for mennesker på siden, adskilt af komma; ellers slet ikke',
      en: 'how clients show who they are: tokens, keys and certificates, and sign-in for people at the page, separated by commas; not at all otherwise',
    },
    read: readWays,
  }),
  openToAnybody: variable({
    name: 'NIVEAU_ANYBODY_ON_THE_NETWORK_MAY_DO_EVERYTHING',
    initial: 'false',
    help: {
      da: 'true: tjenesten må åbnes for andre maskiner uden adgangskontrol',
      en: 'true: the service may be opened to other machines without access control',
    },
    read: (text) => (text === 'true' || text === 'false' ? text === 'true' : refuse('config-choice')),
  }),
  issuers: variable({
    name: 'NIVEAU_AUTH_ISSUERS',
    initial: '',
    help: {
      da: 'udstedere af tokens, adskilt af komma, hver som: udsteder, nøglernes adresse (JWKS) og evt. adressen, hvor tokens hentes, adskilt af mellemrum',
      en: 'issuers of tokens, separated by commas, each as: issuer, address of its keys (JWKS) and perhaps the address where tokens are got, separated by spaces',
    },
    read: readIssuers,
  }),
  audience: optional({
    name: 'NIVEAU_AUTH_AUDIENCE',
    help: {
      da: 'hvem tokens skal være udstedt til (aud); ellers NIVEAU_PUBLIC_URL med /fhir',
      en: 'whom tokens must be issued for (aud); else NIVEAU_PUBLIC_URL with /fhir',
    },
    read: (text) => text,
  }),
  tokenMinutes: variable({
    name: 'NIVEAU_AUTH_TOKEN_MINUTES',
    initial: '60',
    help: {
      da: 'minutter, et token højst må være gammelt, også når det selv siger mere',
      en: 'minutes that a token may be old at most, even where it says more itself',
    },
    read: (text) => (/^[1-9]\d{0,3}$/.test(text) ? Number(text) : refuse('config-number')),
  }),
  tokenUse: variable({
    name: 'NIVEAU_AUTH_TOKEN_USE',
    initial: 'many',
    help: {
      da: 'many: et token bruges, til det udløber; once: hvert token (jti) tages én gang',
      en: 'many: a token is used until it ends; once: each token (jti) is taken once',
    },
    read: (text) => (text === 'many' || text === 'once' ? text : refuse('config-choice')),
  }),
  organizationClaim: variable({
    name: 'NIVEAU_AUTH_ORGANIZATION_CLAIM',
    initial: 'organization',
    help: {
      da: 'navnet på det i et token, der siger klientens organisationer, hver som system|værdi',
      en: "name of what in a token tells the client's organisations, each as system|value",
    },
    read: (text) => text,
  }),
  certificateHeader: optional({
    name: 'NIVEAU_AUTH_CERTIFICATE_HEADER',
    help: {
      da: 'headeren, hvori proxyen giver klientens certifikat',
      en: "the header in which the proxy gives the client's certificate",
    },
    read: (text) => (/^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(text) ? text.toLowerCase() : refuse('config-choice')),
  }),
  proxies: optional({
    name: 'NIVEAU_PROXY_ADDRESSES',
    help: {
      da: 'adresser på de proxyer, hvis headere der stoles på, adskilt af komma; net som 10.0.0.0/24',
      en: 'addresses of the proxies whose headers are trusted, separated by commas; nets as 10.0.0.0/24',
    },
    read: readProxies,
  }),
  seesWhat: variable({
    name: 'NIVEAU_AUTH_SEES',
    initial: 'parties',
    help: {
      da: 'hvad en klient ser og ændrer: parties (det, dens organisation sendte eller er part i), own (det, den sendte) eller all',
      en: 'what a client sees and changes: parties (what its organisation sent or is a party to), own (what it sent) or all',
    },
    read: (text) => sights.find((one) => one === text) ?? refuse('config-choice'),
  }),
} satisfies Section;

function readWays(text: string): readonly WayToShow[] {
  return readList(text).map((each) => waysToShow.find((one) => one === each) ?? refuse('config-choice'));
}

function readIssuers(text: string): readonly Issuer[] {
  return readList(text).map((each) => {
    const [name = '', keys = '', tokenUrl, ...more] = each.split(/\s+/);
    const addresses = [name, keys, ...(tokenUrl === undefined ? [] : [tokenUrl])];
    // Keys that somebody on the way can exchange let everybody in.
    if (more.length > 0 || addresses.some((one) => !isServer(one) || isOpen(one))) refuse('config-issuers');
    return { name, keys, tokenUrl };
  });
}

function isServer(text: string): boolean {
  return readServer(text) !== undefined;
}

function readProxies(text: string): BlockList {
  const list = new BlockList();
  for (const each of text.split(',').map((one) => one.trim())) {
    const [address = '', length] = each.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const most = family === 'ipv6' ? 128 : 32;
    const bits = length === undefined ? most : /^\d{1,3}$/.test(length) ? Number(length) : -1;
    // A net of length 0 is everybody: the header would be anyone's to write.
    if (isIP(address) === 0 || bits < 1 || bits > most) refuse('config-proxies');
    list.addSubnet(address, bits, family);
  }
  return list;
}

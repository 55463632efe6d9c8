import { entries } from './entry.ts';

/** What can be wrong with another FHIR server, or with how we were told to reach it. */
export const serverCodes = entries({
  'target-setting': {
    severity: 'error',
    type: 'invalid',
    da: '{name} er forkert eller passer ikke til de øvrige NIVEAU_FHIR_TARGET_-variable.',
    en: '{name} is wrong, or does not fit the other NIVEAU_FHIR_TARGET_ variables.',
    mend: {
      da: 'Ret den; niveau load --help viser dem alle. Giv enten et token eller adresse, id og hemmelighed.',
      en: 'Mend it; niveau load --help shows them all. Give either a token or address, id and secret.',
    },
  },
  'target-insecure': {
    severity: 'error',
    type: 'invalid',
    da: 'Et token eller en hemmelighed ville blive sendt ukrypteret til en anden maskine.',
    en: 'A token or a secret would be sent unencrypted to another machine.',
    mend: { da: 'Brug https i adresserne.', en: 'Use https in the addresses.' },
  },
  'server-unreachable': {
    severity: 'error',
    type: 'exception',
    da: 'FHIR-serveren kan ikke nås: {why} ({codes}).',
    en: 'The FHIR server cannot be reached: {whyEn} ({codes}).',
    mend: {
      da: 'Kontrollér adressen, og at serveren kører. Ved certifikatfejl: NIVEAU_FHIR_TARGET_CA. Prøv så igen; intet bliver dobbelt.',
      en: 'Check the address and that the server runs. For certificate errors: NIVEAU_FHIR_TARGET_CA. Then try again; nothing is doubled.',
    },
  },
  'server-timeout': {
    severity: 'error',
    type: 'timeout',
    da: 'FHIR-serveren svarede ikke i tide.',
    en: 'The FHIR server did not answer in time.',
    mend: {
      da: 'Sæt NIVEAU_FHIR_TARGET_TIMEOUT op, og prøv igen; intet bliver dobbelt.',
      en: 'Raise NIVEAU_FHIR_TARGET_TIMEOUT and try again; nothing is doubled.',
    },
  },
  'server-not-fhir': {
    severity: 'error',
    type: 'not-found',
    da: 'Svaret fra adressen er ikke FHIR i JSON (HTTP {status}).',
    en: 'The answer from the address is not FHIR in JSON (HTTP {status}).',
    mend: {
      da: 'Giv serverens FHIR-adresse, for eksempel https://server/fhir; den, som /metadata hører til.',
      en: "Give the server's FHIR address, for example https://server/fhir; the one that /metadata belongs to.",
    },
  },
  'server-elsewhere': {
    severity: 'error',
    type: 'business-rule',
    da: 'Serveren henviser til en anden adresse. Henvisningen følges ikke, fordi token og indhold ville gå med.',
    en: 'The server points to another address. That is not followed, because token and content would go along.',
    mend: {
      da: 'Giv den endelige adresse, og ret serverens egen adresse (på HAPI server_address).',
      en: "Give the final address, and mend the server's own address (on HAPI server_address).",
    },
  },
  'server-token': {
    severity: 'error',
    type: 'login',
    da: 'Der kom intet token fra NIVEAU_FHIR_TARGET_TOKEN_URL (HTTP {status}, {codes}).',
    en: 'No token came from NIVEAU_FHIR_TARGET_TOKEN_URL (HTTP {status}, {codes}).',
    mend: {
      da: 'Kontrollér adressen, klientens id, hemmelighed og scope.',
      en: "Check the address, the client's id, secret and scope.",
    },
  },
  'server-login': {
    severity: 'error',
    type: 'login',
    da: 'FHIR-serveren giver ikke adgang (HTTP {status}).',
    en: 'The FHIR server gives no access (HTTP {status}).',
    mend: {
      da: 'Sæt NIVEAU_FHIR_TARGET_TOKEN eller client credentials med ret til at søge og til at skrive det, der sendes.',
      en: 'Set NIVEAU_FHIR_TARGET_TOKEN or client credentials that may search and write what is sent.',
    },
  },
  'server-busy': {
    severity: 'error',
    type: 'throttled',
    da: 'FHIR-serveren har for travlt (HTTP {status}).',
    en: 'The FHIR server is too busy (HTTP {status}).',
    mend: { da: 'Prøv igen senere; intet bliver dobbelt.', en: 'Try again later; nothing is doubled.' },
  },
  'server-no-conditional-create': {
    severity: 'error',
    type: 'not-supported',
    da: 'FHIR-serveren kan ikke oprette på betingelse (If-None-Exist), så en gentagelse kunne give dubletter. Intet er skrevet.',
    en: 'The FHIR server cannot create conditionally (If-None-Exist), so a repetition could make duplicates. Nothing was written.',
    mend: {
      da: 'Slå conditional create til på serveren. Modellen alene kan også indlæses som package.tgz med serverens egen installation (docs/loading.md).',
      en: "Switch conditional create on at the server. The model alone can also be loaded as package.tgz by the server's own installer (docs/loading.md).",
    },
  },
  'server-several': {
    severity: 'error',
    type: 'conflict',
    da: 'FHIR-serveren har flere ressourcer, som er den samme: samme url og version, eller samme identifier (HTTP {status}, {codes}).',
    en: 'The FHIR server has several resources that are the same one: the same url and version, or the same identifier (HTTP {status}, {codes}).',
    mend: {
      da: 'Slet alle på nær én på serveren, og prøv igen.',
      en: 'Delete all but one on the server, and try again.',
    },
  },
  'server-base-missing': {
    severity: 'error',
    type: 'not-found',
    da: 'FHIR-serveren mangler en definition, som vores bygger på ({codes}).',
    en: 'The FHIR server lacks a definition that ours build on ({codes}).',
    mend: {
      da: 'Indlæs først hl7.fhir.uv.extensions.r4 5.3.0, hl7.fhir.uv.sdc 3.0.0 og hl7.fhir.dk.core 3.7.0, og prøv igen.',
      en: 'Load hl7.fhir.uv.extensions.r4 5.3.0, hl7.fhir.uv.sdc 3.0.0 and hl7.fhir.dk.core 3.7.0 first, and try again.',
    },
  },
  'server-refused': {
    severity: 'error',
    type: 'exception',
    da: 'FHIR-serveren afviste (HTTP {status}, {codes}).',
    en: 'The FHIR server refused (HTTP {status}, {codes}).',
    mend: {
      da: 'Serverens log siger hvorfor. En server, der validerer ved skrivning, skal have dk-core 3.7.0, SDC 3.0.0 og extensions 5.3.0 først. Prøv så igen.',
      en: "The server's log says why. A server that validates what is written needs dk-core 3.7.0, SDC 3.0.0 and extensions 5.3.0 first. Then try again.",
    },
  },
  'server-fhir-version': {
    severity: 'error',
    type: 'not-supported',
    da: 'Serveren taler FHIR {version}; pakken er til FHIR R4 (4.0.1).',
    en: 'The server speaks FHIR {version}; the package is for FHIR R4 (4.0.1).',
    mend: { da: 'Giv adressen på et R4-endepunkt.', en: 'Give the address of an R4 endpoint.' },
  },
  'server-bases-absent': {
    severity: 'warning',
    type: 'not-found',
    da: 'Serveren har ikke {missing}. Alt kan indlæses, men serveren kan ikke validere efter profilerne.',
    en: 'The server does not have {missing}. Everything can be loaded, but the server cannot validate by the profiles.',
    mend: {
      da: 'Indlæs hl7.fhir.dk.core 3.7.0 og hl7.fhir.uv.sdc 3.0.0 på serveren.',
      en: 'Load hl7.fhir.dk.core 3.7.0 and hl7.fhir.uv.sdc 3.0.0 on the server.',
    },
  },
  'server-drafts-absent': {
    severity: 'warning',
    type: 'not-found',
    da: 'Serveren har ikke {missing}, som er udkast; HAPIs indlæsning af pakker springer udkast over.',
    en: 'The server does not have {missing}, which are drafts; HAPI skips drafts when it installs a package.',
    mend: {
      da: 'Læg dem ind hver for sig (docs/loading.md viser hvordan), eller lad dem ligge: profilerne kan indlæses uden.',
      en: 'Put them there one by one (docs/loading.md shows how), or leave it: the profiles can be loaded without them.',
    },
  },
  'server-request': {
    severity: 'information',
    type: 'informational',
    da: 'Det var {request} af {canonical}. Serveren skriver: {words}',
    en: 'That was {request} of {canonical}. The server writes: {words}',
    mend: {
      da: 'Ret det på serveren, som den skriver om, og prøv igen; intet bliver dobbelt.',
      en: 'Mend on the server what it writes about, and try again; nothing is doubled.',
    },
  },
  'load-conflict': {
    severity: 'error',
    type: 'conflict',
    da: '{count} ressourcer har samme url og version som vores, men andet indhold. Uden {option:replace} skrives intet.',
    en: '{count} resources have the same url and version as ours, but other content. Without {option:replace} nothing is written.',
    mend: {
      da: 'Se forskellen med {option:diff}, og find ud af, hvem der ændrede dem. {option:replace} overskriver dem; en ændret model bør have en ny version.',
      en: 'See the difference with {option:diff}, and find out who changed them. {option:replace} overwrites them; a changed model should have a new version.',
    },
  },
});

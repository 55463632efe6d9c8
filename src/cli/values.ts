import { availableParallelism } from 'node:os';
import { readServer } from '../config/server-address.ts';
import { isInstant } from '../medcom/message/time.ts';
import type { Text } from '../model/types.ts';
import { readBase } from '../package/canonical.ts';
import { readSeal, type Seal } from '../work/audit/seal.ts';
import { wrongValue } from './usage.ts';

// What options take. Each reader gets the name of its option or argument, and throws a UsageProblem that tells the form
// and not what was typed.

type Read<Value> = (text: string) => Value;

/** An instant with date, time to the second and zone, as FHIR has it. */
export function instant(name: string): Read<string> {
  return (text) => {
    if (/T\d\d:\d\d:\d\d/.test(text) && isInstant(text)) return text;
    throw wrongValue(name, {
      da: 'dato, klokkeslæt med sekunder og zone, som 2026-01-20T10:30:00+01:00',
      en: 'date, time with seconds and zone, such as 2026-01-20T10:30:00+01:00',
    });
  };
}

/** A whole number above 0. */
export function wholeNumber(name: string): Read<number> {
  return numberFrom(name, 1, 999_999_999, { da: 'et helt tal over 0', en: 'a whole number above 0' });
}

/**
 * A number of threads or processes: more than there are cores only take memory, and a slip of the finger would take all
 * of it.
 */
export function workers(name: string): Read<number> {
  const most = Math.max(64, availableParallelism());
  return numberFrom(name, 1, most, { da: `et helt tal fra 1 til ${most}`, en: `a whole number from 1 to ${most}` });
}

/** A port of this machine; 0 is any that is free. */
export function port(name: string): Read<number> {
  return numberFrom(name, 0, 65_535, { da: 'et tal fra 0 til 65535', en: 'a number from 0 to 65535' });
}

function numberFrom(name: string, least: number, most: number, form: Text): Read<number> {
  return (text) => {
    const number = Number(text);
    if (/^\d{1,9}$/.test(text) && number >= least && number <= most) return number;
    throw wrongValue(name, form);
  };
}

/** The base that the model is published under. */
export function canonicalBase(name: string): Read<string> {
  return (text) => {
    const base = readBase(text);
    if (base !== undefined) return base;
    throw wrongValue(name, {
      da: 'en http- eller https-adresse, som https://fhir.example.dk/model',
      en: 'an http or https address, such as https://fhir.example.dk/model',
    });
  };
}

/** A version of the model. */
export function modelVersion(name: string): Read<string> {
  return (text) => {
    if (/^\d{1,3}(?:\.\d{1,3}){2}(?:-[a-z]{1,9}(?:\.\d{1,3})?)?$/.test(text)) return text;
    throw wrongValue(name, { da: 'en version, som 1.0.0', en: 'a version, such as 1.0.0' });
  };
}

/** A server's FHIR address. */
export function serverAddress(name: string): Read<string> {
  return (text) => {
    const address = readServer(text);
    if (address !== undefined) return address;
    throw wrongValue(name, {
      da: 'en http- eller https-adresse uden query og adgangskode, som https://server/fhir',
      en: 'an http or https address without query and password, such as https://server/fhir',
    });
  };
}

/** Seals of the audit, one value after the other. */
export function seals(name: string): (text: string, before?: readonly Seal[]) => readonly Seal[] {
  return (text, before = []) => {
    const seal = readSeal(text);
    if (seal !== undefined) return [...before, seal];
    throw wrongValue(name, {
      da: 'en forsegling, som loggen har den: 17:9f86...',
      en: 'a seal as the log has it: 17:9f86...',
    });
  };
}

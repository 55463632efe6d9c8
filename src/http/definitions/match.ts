import { refuse } from '../../outcome/problem.ts';
import { refuseQuery } from '../query.ts';
import type { Metadata, SearchParameter } from './types.ts';

type Test = (value: string, wanted: string, parameter: SearchParameter, metadata: Metadata) => boolean;

/** How a value is compared, by type of parameter and modifier (R4 "Search", "Modifiers"). */
const tests: Readonly<Record<SearchParameter['type'], Readonly<Record<string, Test>>>> = {
  // R4 lets a canonical be searched with its version, the form in which a response names its questionnaire.
  uri: { '': (value, wanted, _, { version }) => wanted === value || wanted === `${value}|${version}` },
  token: { '': isToken },
  string: {
    '': (value, wanted) => plain(value).startsWith(plain(wanted)),
    exact: (value, wanted) => value === wanted,
    contains: (value, wanted) => plain(value).includes(plain(wanted)),
  },
};

/** More are no question that anybody has, and each is compared with every resource. */
const mostValues = 100;

/** A criterion of a search: true for the resources that meet it. */
export type Criterion = (metadata: Metadata) => boolean;

/**
 * The criterion of one parameter as given, such as `title:contains` and `somatik,psykiatri`: any of the values, which
 * commas separate.
 * Codes: query-modifier, query-value.
 */
export function criterion(parameter: SearchParameter, modifier: string, given: string): Criterion {
  const { name, type, element } = parameter;
  const test = Object.hasOwn(tests[type], modifier) ? tests[type][modifier] : undefined;
  if (test === undefined) {
    const known = Object.keys(tests[type]).map((known) => (known === '' ? name : `${name}:${known}`));
    refuse('query-modifier', { values: { name, known: known.join(', ') } });
  }
  const wanted = given.split(/(?<!\\),/).map((value) => value.replaceAll(/\\([\\,$|])/g, '$1'));
  if (wanted.includes('')) refuseQuery(name, 'en tekst', 'a text');
  if (wanted.length > mostValues) refuseQuery(name, `højst ${mostValues} værdier`, `at most ${mostValues} values`);
  return (metadata) => {
    const value = metadata[element];
    return value !== undefined && wanted.some((one) => test(value, one, parameter, metadata));
  };
}

/** `code`, `|code` or `system|code`. */
function isToken(value: string, wanted: string, { system = '' }: SearchParameter): boolean {
  return wanted === value || wanted === `${system}|${value}`;
}

/**
 * "Case and accent insensitive" (R4 "Search", string). Marks go before too: putting a long row of them in order takes
 * the square of its length.
 */
export function plain(text: string): string {
  return text.replaceAll(/\p{M}/gu, '').normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

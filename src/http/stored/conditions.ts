import { type Problem, refuse } from '../../outcome/problem.ts';
import type { IfMatch } from '../../work/keep/decide.ts';
import type { Conditions } from '../route.ts';
import { unescaped } from './values.ts';

/**
 * The versions that `If-Match` names, any of which will do; `any` for `*`. A tag that is none of ours is no version at
 * all (NaN). Code: condition-unsupported.
 */
export function readIfMatch(header: string | undefined): IfMatch | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return 'any';
  return header.split(',').map((tag) => {
    const [, version] = /^(?:W\/)?"([\x21\x23-\x7e]*)"$/.exec(tag.trim()) ?? [];
    if (version === undefined) refuseCondition('If-Match', 'en version som W/"3"', 'a version such as W/"3"');
    return /^[1-9]\d{0,8}$/.test(version) ? Number(version) : Number.NaN;
  });
}

/**
 * What a write cannot be made to depend on: to leave it out in silence would change what the client wanted untouched.
 * Code: condition-unsupported.
 */
export function checkWriteConditions({ ifNoneMatch, ifUnmodifiedSince }: Conditions): void {
  const given = ifNoneMatch === undefined ? ifUnmodifiedSince && 'If-Unmodified-Since' : 'If-None-Match';
  if (given !== undefined) refuseCondition(given, 'brug If-Match', 'use If-Match');
}

/** True where the client has this version already. */
export function hasVersion(ifNoneMatch: string | undefined, version: number): boolean {
  return hasTag(ifNoneMatch ?? '', `"${version}"`);
}

/** True where one of the tags is this one, weak or strong, or stands for any. */
export function hasTag(ifNoneMatch: string, tag: string): boolean {
  const bare = (one: string) => one.trim().replace(/^W\//, '');
  const tags = ifNoneMatch.split(',').map(bare);
  return tags.includes(bare(tag)) || tags.includes('*');
}

/**
 * `If-None-Exist: identifier=system|value` must name the response's own identifier: what that finds is decided by the
 * identity of the response. Another condition could find something else, or several. Code: condition-unsupported.
 */
export function checkIfNoneExist(header: string | undefined, value: () => unknown): void {
  if (header === undefined) return;
  const text = header.replace(/^\?/, '');
  const token = tokenIn(value());
  // A plus may stand for itself or for a space: it must say what the response says in any case.
  const isOwn = [text, text.replaceAll('+', '%2B')].some((one) => {
    const query = new URLSearchParams(one);
    const asked = query.get('identifier');
    return query.size === 1 && asked !== null && (asked === token || unescaped(asked) === token);
  });
  if (isOwn) return;
  refuseCondition(
    'If-None-Exist',
    'identifier=system|værdi fra svaret selv',
    "identifier=system|value of the response's own",
  );
}

function tokenIn(value: unknown): string | undefined {
  const identifier =
    typeof value === 'object' && value !== null && 'identifier' in value ? value.identifier : undefined;
  if (typeof identifier !== 'object' || identifier === null) return undefined;
  const { system, value: own } = identifier as { system?: unknown; value?: unknown };
  return `${system ?? ''}|${own ?? ''}`;
}

function refuseCondition(name: string, expected: string, expectedEn: string): never {
  const problem: Omit<Problem, 'code'> = { values: { name, expected, expectedEn } };
  return refuse('condition-unsupported', problem);
}

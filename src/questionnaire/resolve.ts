import type { Questionnaire, QuestionnaireResponse } from 'fhir/r4.js';
import type { Problem } from '../outcome/problem.ts';
import { root } from './answers.ts';
import { containedResource } from './contained.ts';
import { type Resources, versionedUrl } from './resources.ts';

/** The Questionnaire that a response answers, if it is at hand, and what is to be said about that. */
export interface Resolved {
  readonly questionnaire: Questionnaire | undefined;
  /** It came with the response, so nobody here vouches for it. */
  readonly contained: boolean;
  readonly problems: readonly Problem[];
}

const place = `${root}.questionnaire`;

/** What any JSON value names as its questionnaire, without version: a url, or `#id`. */
export function questionnaireUrl(response: unknown): string | undefined {
  const canonical =
    typeof response === 'object' && response !== null && 'questionnaire' in response && response.questionnaire;
  return typeof canonical === 'string' ? canonical.split('|', 1)[0] : undefined;
}

/**
 * FHIR.md "Versions": `url|version` is exactly that version; `url` alone is the newest active one, with a warning;
 * `#id` is contained in the response. A draft and a retired one are warned of.
 */
export function resolveQuestionnaire(response: QuestionnaireResponse, resources: Resources): Resolved {
  const { questionnaire: canonical } = response;
  if (canonical === undefined) {
    const values = { example: resources.known.split(', ')[0] ?? '' };
    return refused({ code: 'questionnaire-missing', place, values });
  }
  if (canonical.startsWith('#')) {
    const found = containedResource(response, canonical);
    return typeof found === 'object' && found.resourceType === 'Questionnaire'
      ? { questionnaire: found, contained: true, problems: ofStatus(found) }
      : refused({ code: typeof found === 'string' ? found : 'contained-unknown', place });
  }
  const [url = '', version] = canonical.split('|', 2);
  const versions = resources.questionnaires(url);
  const newest = newestOf(versions);
  if (newest === undefined)
    return refused({ code: 'questionnaire-unknown', place, values: { known: resources.known || '–' } });
  const values = { example: versionedUrl(newest) };
  if (version === undefined) {
    const assumed: Problem = { code: 'questionnaire-version-assumed', place, values };
    return { questionnaire: newest, contained: false, problems: [assumed, ...ofStatus(newest)] };
  }
  const exact = versions.find((one) => one.version === version);
  if (exact === undefined) return refused({ code: 'questionnaire-version-unknown', place, values });
  return { questionnaire: exact, contained: false, problems: ofStatus(exact) };
}

function refused(problem: Problem): Resolved {
  return { questionnaire: undefined, contained: false, problems: [problem] };
}

function ofStatus({ status }: Questionnaire): readonly Problem[] {
  if (status === 'draft') return [{ code: 'questionnaire-draft', place }];
  return status === 'retired' ? [{ code: 'questionnaire-retired', place }] : [];
}

/** The newest active one; where none is active, the newest draft, and last a retired one. */
function newestOf(versions: readonly Questionnaire[]): Questionnaire | undefined {
  const rank = ({ status }: Questionnaire) => (status === 'active' ? 2 : status === 'retired' ? 0 : 1);
  return versions.toSorted((one, other) => rank(other) - rank(one) || -compareVersions(one, other))[0];
}

/**
 * By the numbers in the version ("1.10" is newer than "1.9"); a pre-release ("2.0-beta") is older; where versions say
 * nothing, by date.
 */
function compareVersions(one: Questionnaire, other: Questionnaire): number {
  const [a, b] = [String(one.version ?? ''), String(other.version ?? '')];
  const [x, y] = [a, b].map((version) => (version.split(/[-+]/)[0] ?? '').split('.').map(Number));
  for (let index = 0; index < Math.max(x?.length ?? 0, y?.length ?? 0); index += 1) {
    const difference = (x?.[index] ?? 0) - (y?.[index] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  const isPreview = (version: string) => version.includes('-');
  if (isPreview(a) !== isPreview(b)) return isPreview(a) ? -1 : 1;
  return String(one.date ?? '').localeCompare(String(other.date ?? '')) || a.localeCompare(b);
}

import type { QuestionnaireResponse } from 'fhir/r4.js';
import { danishDay } from '../../src/scoring/day.ts';
import { citizenIdentifier } from '../form/citizen-number.ts';
import { assessResponse } from '../form/live.ts';
import { replaceForm, standing, unlessLost } from '../form/losing.ts';
import type { Form } from '../model.ts';
import { firstAssessed, isDraft, keep, keptAs, populate, search, searchOn } from '../service.ts';
import { type Earlier, isUnsaved, type KeptAs, type Page, unanswered } from '../state.ts';
import { words } from '../words.ts';
import { inOrder } from './course.ts';
import { type EarlierDeeds, givenIn, isOfForm } from './earlier-view.ts';

/** What is done with the forms of a citizen that are kept. `guarded` asks the service, and tells what it refuses. */
export function earlierDeeds(page: Page, guarded: (deed: () => Promise<void>) => Promise<void>): EarlierDeeds {
  return { look: () => void look(), more: () => void more(), open, again, discard };

  /** A draft that nobody goes on with. It stays among the citizen's forms: whoever wants it after all has it back. */
  function discard({ response, id }: KeptAs): void {
    const isAtHand = page.state.kept?.id === id;
    page.change({
      asked: {
        heading: words.discardAsked,
        lines: [...(isAtHand && isUnsaved(page.state) ? [words.wouldLose] : []), words.discardTold],
        ways: [{ text: words.discard, deed: () => void stop(keptAs(response)) }],
        stay: { text: words.discardStay, deed: () => {} },
      },
    });
  }

  async function stop(draft: KeptAs): Promise<void> {
    const isLookedAt = page.state.earlier !== undefined;
    await guarded(async () => {
      await keep({ ...draft.response, status: 'stopped' }, draft);
      if (page.state.kept?.id === draft.id) replaceForm(page, unanswered);
      if (isLookedAt) await findEarlier(page);
      page.change({ said: words.discardDone, troubles: [] });
    });
  }

  async function look(): Promise<void> {
    await guarded(async () => {
      await findEarlier(page);
      page.change({ troubles: [], said: undefined });
    });
  }

  async function more(): Promise<void> {
    await guarded(() => findEarlier(page, page.state.earlierNext));
  }

  function open({ response }: Earlier): void {
    const { subject, author } = response;
    unlessLost(page, 'openKept', 'openKeptDo', () => {
      const given = givenIn(response);
      replaceForm(page, {
        ...unanswered,
        given,
        safe: given,
        kept: keptAs(response),
        name: subject?.display ?? page.state.name,
        author: author?.display ?? page.state.author,
      });
      document.getElementById('forhold')?.focus();
    });
  }

  /** Assesses anew: what is carried over from before is the service's to say. What is filled in gives way to it. */
  function again(earlier?: Earlier): void {
    unlessLost(page, 'beginAnew', 'beginAnewDo', () => void beginFrom(earlier));
  }

  async function beginFrom(earlier?: Earlier): Promise<void> {
    const { form, number } = page.state;
    if (form === undefined) return;
    const isStanding = standing(page);
    await guarded(async () => {
      const begun = await populate(citizenIdentifier(number), form.questionnaire.id ?? '', earlier?.response);
      if (!isStanding()) return;
      if (begun === undefined) return page.change({ earlier: [], said: words.noneEarlier });
      const [said = words.noneEarlier] = begun.hints;
      const given = givenIn(begun.response);
      replaceForm(page, { ...unanswered, given, safe: given, said, begun: begun.hints });
      document.getElementById('forhold')?.focus();
    });
  }
}

/** The citizen's earlier responses to this form, each scored as the service does; those that follow where there are. */
async function findEarlier(page: Page, next?: string): Promise<void> {
  const { form, number, earlier: shown = [] } = page.state;
  if (form === undefined) return;
  const isStanding = standing(page);
  const { url = '' } = form.questionnaire;
  const found = await (next === undefined ? search(citizenIdentifier(number), url) : searchOn(next));
  const earlier = await Promise.all(found.responses.map((response) => earlierOf(form, response)));
  if (!isStanding()) return;
  page.change({ earlier: inOrder(next === undefined ? earlier : [...shown, ...earlier]), earlierNext: found.next });
}

async function earlierOf(form: Form, response: QuestionnaireResponse): Promise<Earlier> {
  const { authored = response.meta?.lastUpdated ?? '', status } = response;
  const counts = !isDraft(response) && isOfForm(form, response);
  const assessment = counts ? assessResponse(form, response, authored) : undefined;
  const first = status === 'amended' ? await firstAssessed(response) : authored;
  return { response, assessment, day: assessment?.statement?.day ?? danishDay(authored), first };
}

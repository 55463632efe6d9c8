import type { QuestionnaireResponse } from 'fhir/r4.js';
import { html, nothing, render } from 'lit-html';
import type { WrittenVariant } from '../src/http/page/written-model.ts';
import { askedView } from './asked.ts';
import { earlierDeeds } from './earlier/earlier-deeds.ts';
import { formView } from './form/form-view.ts';
import { assessResponse, liveAssessment } from './form/live.ts';
import { replaceForm, standing, unlessLost } from './form/losing.ts';
import { takeBrought } from './form/other-citizen.ts';
import { fieldId, halfTyped } from './form/question.ts';
import { responseOf } from './form/response.ts';
import { announcement } from './form/standing.ts';
import { ownTroubles, refusedTroubles } from './form/troubles.ts';
import { savedLanguage, saveLanguage } from './language.ts';
import { takeDrops } from './letter/drop.ts';
import { levelsIn } from './letter/levels.ts';
import { reviveForm } from './model.ts';
import { both, createPage, filled, focusAgain, syncDialog } from './page.ts';
import { resultView } from './result/result-view.ts';
import {
  attach,
  extract,
  fetchBlock,
  fetchForm,
  fetchModel,
  fetchPdf,
  issueText,
  keep,
  operates,
  Refused,
  readLetter,
  validate,
} from './service.ts';
import { askBrought, askSession, isSignInAsked, keepWhileUsed, signOut } from './session/session.ts';
import { expiredView, signedView, signInView } from './session/session-view.ts';
import {
  initial,
  isUnsaved,
  type Language,
  nobody,
  own,
  type Page,
  type Result,
  type State,
  type Trouble,
  unanswered,
} from './state.ts';
import { type Word, words } from './words.ts';

const root = document.getElementById('page') ?? document.body;
const page = createPage<State, Word>({ ...initial, language: savedLanguage() }, words, show);
const earlier = earlierDeeds(page, guarded);

function show({ state, say, tell }: Page): void {
  const { language, form, given, result } = state;
  const other = language === 'da' ? 'en' : 'da';
  const live = form && liveAssessment(form, given, now());
  document.documentElement.lang = language;
  document.title = `${result === undefined ? say('heading') : say('result')} · ${say('product')}`;
  const session = { signOut: leave, ask: () => void meet() };
  const said = state.said ?? (live && result === undefined ? announcement(page, live) : '');
  render(
    html`<a class="skip" href="#indhold" @click=${focusContent}>${say('skip')}</a>
<header><p class="brand">${say('product')}</p>${operates() ? html`<nav class="places" aria-label=${say('pages')}><a href="./" aria-current="page">${say('toForm')}</a> <a href="drift">${say('toOperations')}</a></nav>` : nothing}<div class="signed">${signedView(page, session)}<button type="button" class="link" lang=${other} @click=${() => speak(other)}>${say('otherLanguage')}</button></div></header>
<main id="indhold" tabindex="-1">${expiredView(page, session)}${isSignInAsked() && isOutside(state) ? signInView(page) : result === undefined ? formView(page, live, { choose, finish, bring, saveDraft, earlier }) : resultView(page, result, { back, another, bring, keep: keepResult, withdraw })}</main>${askedView(page)}
<p class="hidden" role="status" aria-live="polite">${typeof said === 'string' ? said : tell(said)}</p>`,
    root,
  );
  syncDialog(page.state.asked !== undefined);
}

/** Before anybody is signed in, or before that is known. */
function isOutside({ signed }: Page['state']): boolean {
  return signed === undefined || signed === 'out';
}

function focusContent(event: Event): void {
  event.preventDefault();
  document.getElementById('indhold')?.focus();
}

function speak(language: Language): void {
  saveLanguage(language);
  page.change({ language });
}

function now(): string {
  return new Date().toISOString();
}

/** The form of a variant, as it is published, with nothing answered yet. */
function choose(variant: WrittenVariant): void {
  unlessLost(page, 'changeVariant', 'changeVariantDo', () => void takeVariant(variant), showVariant);
}

async function takeVariant(variant: WrittenVariant): Promise<void> {
  const { model } = page.state;
  if (model === undefined) return;
  await guarded(async () => {
    const form = reviveForm(model, variant, await fetchForm(variant.questionnaireId));
    replaceForm(page, { ...unanswered, form, earlier: undefined });
  });
  showVariant();
}

/** The button that is pressed is that of the form at hand, also after a choice that came to nothing. */
function showVariant(): void {
  for (const button of document.querySelectorAll<HTMLInputElement>(`[name="${own.variant}"]`)) {
    button.checked = button.value === page.state.form?.variant.code;
  }
}

/** Has the answers checked and scored by the service, and shows what came of them, or what is wrong. */
async function finish(): Promise<void> {
  const { form, given, kept } = page.state;
  const missing = [...ownTroubles(page.state), ...halfTyped()];
  if (form === undefined || missing.length > 0) return blame(missing);
  const authored = kept?.authored ?? now();
  const isStanding = standing(page);
  await guarded(async () => {
    const response = responseOf(page.state, form, liveAssessment(form, given, authored), authored);
    const wrong = await validate(response);
    if (wrong.length > 0) return blame(refusedTroubles(wrong, response));
    const extracted = await extract(response).catch((error: unknown) => {
      if (!(error instanceof Refused) || error.signedOut) throw error;
      blame(refusedTroubles(error.issues, response));
    });
    if (extracted === undefined) return;
    const { bundle, warnings } = extracted;
    const assessment = assessResponse(form, response, authored);
    const isLevel = assessment.statement !== undefined;
    const [block, pdf] = isLevel ? await Promise.all([fetchBlock(response), fetchPdf(response)]) : [];
    const resources = JSON.stringify(bundle, undefined, 2);
    if (!isStanding()) return URL.revokeObjectURL(pdf ?? '');
    page.change({
      result: { response, assessment, resources, warnings, block, pdf, fate: 'open' },
      troubles: [],
      letter: undefined,
      includeSuggestion: false,
    });
    // The address stays what it is; going back leads to the form.
    history.pushState({ result: true }, '');
    focusHeading();
  });
}

/** Shows what is wrong, and goes to the first question that is. */
function blame(troubles: readonly Trouble[]): void {
  page.change({ troubles });
  const place = troubles.find(
    ({ linkId }) => linkId !== undefined && document.getElementById(fieldId(linkId)) !== null,
  );
  document.getElementById(place === undefined ? 'overskrift' : fieldId(place.linkId ?? ''))?.focus();
}

function focusHeading(): void {
  document.getElementById('overskrift')?.focus();
  scrollTo(0, 0);
}

function back(): void {
  history.back();
}

addEventListener('popstate', () => {
  if (page.state.result === undefined) return;
  URL.revokeObjectURL(page.state.result.pdf ?? '');
  page.change({ result: undefined, letter: undefined, troubles: [] });
  focusHeading();
});

/** Nothing of the citizen stays; the professional and the model do. */
function another(): void {
  unlessLost(page, 'anotherAsked', 'another', () => {
    page.change({ ...nobody, number: '', holder: '' });
    history.back();
  });
}

/** Keeps what is filled in so far: it may be gone on with, by whoever knows the citizen. */
async function saveDraft(): Promise<void> {
  const { form, given, kept } = page.state;
  const missing = [...ownTroubles(page.state), ...halfTyped()];
  if (form === undefined || missing.length > 0) return blame(missing);
  const authored = now();
  const isStanding = standing(page);
  await guarded(async () => {
    const finished = responseOf(page.state, form, liveAssessment(form, given, authored), authored);
    const response: QuestionnaireResponse = { ...finished, status: 'in-progress' };
    const wrong = await validate(response);
    if (wrong.length > 0) return blame(refusedTroubles(wrong, response));
    const keptNow = await keep(response, kept);
    page.change({ said: words.draftKept, troubles: [] });
    if (isStanding()) page.change({ kept: keptNow, safe: given, earlier: undefined });
  });
}

/** Keeps the finished response: the level counts from now on. */
async function keepResult(): Promise<void> {
  const { result, kept, given } = page.state;
  if (result === undefined) return;
  const isStanding = standing(page);
  await guarded(async () => {
    const now = await keep(result.response, kept);
    showFate(result, 'kept');
    if (isStanding()) page.change({ kept: now, safe: given, earlier: undefined });
  });
}

/** The level that is kept counts no more. */
async function withdraw(): Promise<void> {
  const { result, kept, given } = page.state;
  if (result === undefined) return;
  const isStanding = standing(page);
  await guarded(async () => {
    await keep({ ...result.response, status: 'entered-in-error' }, kept);
    showFate(result, 'withdrawn');
    if (isStanding()) page.change({ kept: undefined, safe: given, earlier: undefined });
  });
}

/** What became of a result, where it is still looked at. */
function showFate(result: Result, fate: Result['fate']): void {
  page.change({ troubles: [], ...(page.state.result === result && { result: { ...result, fate } }) });
}

/** A letter that was brought: it comes back with the level in it, or shows the levels that it carries. */
async function bring(file: File): Promise<void> {
  const { result, includeSuggestion, model, letter: before } = page.state;
  if (model === undefined || (isSignInAsked() && isOutside(page.state))) return;
  URL.revokeObjectURL(before?.file?.url ?? '');
  try {
    if (result === undefined) {
      page.change({ letter: { lines: levelsIn(await readLetter(file), model), file: undefined, failed: false } });
      return;
    }
    const url = URL.createObjectURL(await attach(file, result.response, includeSuggestion));
    const level = result.assessment.statement?.level.code ?? '';
    const line = both((language) => filled(words.letterReady[language], { level }));
    page.change({ letter: { lines: [line], file: { url, name: 'brev-med-niveau.xml' }, failed: false } });
  } catch (error) {
    if (isSignedOut(error)) return;
    const lines = error instanceof Refused ? error.issues.map(issueText) : [words.unreachable];
    page.change({ letter: { lines, file: undefined, failed: true } });
  }
}

/** Who is signed in now: what is filled in is theirs to go on with. */
async function meet(): Promise<void> {
  const before = page.state.signed;
  const isFirst = before === undefined || before === 'out';
  const signed = await askSession().catch(() => (isFirst ? undefined : before));
  if (typeof signed !== 'object') {
    page.change({ signed: isFirst ? 'out' : 'expired' });
    return;
  }
  const said =
    before === 'expired' ? both((language) => filled(words.signedAgain[language], { name: signed.name })) : undefined;
  const author = page.state.author === '' ? signed.name : page.state.author;
  page.change({ signed, author, ...(said && { said }) });
  if (said !== undefined) focusHeading();
  if (signed.launched && isFirst) await takeAlong();
}

/** The citizen and the professional whom the EHR brought along. A citizen without a number is nobody yet. */
async function takeAlong(): Promise<void> {
  const { citizen, author = page.state.author } = await askBrought();
  const number = citizen?.number?.value;
  if (number !== undefined) {
    takeBrought(page, number, citizen?.name ?? '');
    page.change({ author });
  } else if (citizen === undefined) page.change({ author });
  else page.change({ author, troubles: [{ linkId: own.number, text: words.broughtNoNumber }] });
}

/** Nothing of the citizen stays on a screen that somebody has left. */
async function leave(): Promise<void> {
  await guarded(async () => {
    const next = await signOut();
    page.change({ ...initial, signed: 'out', model: page.state.model });
    location.assign(next);
  });
}

/** True for a refusal because nobody is signed in any more: that is said, and what was typed stays. */
function isSignedOut(error: unknown): boolean {
  if (!(error instanceof Refused && error.signedOut)) return false;
  page.change({ signed: 'expired', troubles: [] });
  document.getElementById('login')?.focus();
  return true;
}

/** While something is asked of the service; when it cannot be reached, that is said. */
async function guarded(deed: () => Promise<void>): Promise<void> {
  const held = document.activeElement;
  page.change({ busy: true });
  try {
    await deed();
  } catch (error) {
    if (isSignedOut(error)) return;
    const text = error instanceof Refused ? error.issues.map(issueText)[0] : undefined;
    blame([{ linkId: undefined, text: text ?? words.unreachable }]);
  } finally {
    page.change({ busy: false });
    focusAgain(held, document.getElementById('overskrift'));
  }
}

/** What is filled in would be lost. */
addEventListener('beforeunload', (event) => {
  if (isUnsaved(page.state)) event.preventDefault();
});

if (isSignInAsked()) {
  keepWhileUsed(() => void meet());
  // Back from the window where one has signed in.
  addEventListener('focus', () => {
    if (page.state.signed === 'expired') void meet();
  });
}

takeDrops((file) => void bring(file));
show(page);
await Promise.all([
  isSignInAsked() ? meet() : undefined,
  guarded(async () => page.change({ model: await fetchModel() })),
]);

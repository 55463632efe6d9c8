import type { Identifier, QuestionnaireResponse, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import type { WrittenModel } from '../src/http/page/written-model.ts';
import type { Text } from '../src/model/types.ts';
import type { Assessment } from '../src/scoring/types.ts';
import type { Form } from './model.ts';
import type { SignedIn } from './session/session.ts';
import type { Word } from './words.ts';

export type Language = 'da' | 'en';

/** What was answered, by linkId. */
export type Given = ReadonlyMap<string, readonly QuestionnaireResponseItemAnswer[]>;

/** Questions of the page itself, besides those of the form. */
export const own = {
  variant: 'side.model',
  number: 'side.borger',
  name: 'side.navn',
  author: 'side.fagperson',
} as const;

/** What is wrong, at the question that it belongs to; at none where it is of the whole. */
export interface Trouble {
  readonly linkId: string | undefined;
  readonly text: Text;
}

/** A way to answer. */
export interface Way {
  readonly text: Text;
  readonly deed: () => void;
}

/** What is asked before it is done. */
export interface Asked {
  readonly heading: Text;
  readonly lines: readonly Text[];
  readonly ways: readonly Way[];
  /** Everything stays as it is: by its button, and by Escape. */
  readonly stay: Way;
}

/** A letter that was brought. */
export interface Letter {
  readonly lines: readonly Text[];
  /** The letter with the level in it, to be downloaded. */
  readonly file: { readonly url: string; readonly name: string } | undefined;
  readonly failed: boolean;
}

/** A response that the service has accepted, and what came of it. */
export interface Result {
  readonly response: QuestionnaireResponse;
  readonly assessment: Assessment;
  /** The transaction Bundle, laid out. */
  readonly resources: string;
  readonly warnings: readonly Text[];
  /** Undefined where there is no level. */
  readonly block: string | undefined;
  /** What became of it in the store. */
  readonly fate: 'open' | 'kept' | 'withdrawn';
  readonly pdf: string | undefined;
}

/** A response of the citizen that is kept, and its scoring; a draft that cannot be scored has none. */
export interface Earlier {
  readonly response: QuestionnaireResponse;
  readonly assessment: Assessment | undefined;
  /** YYYY-MM-DD: of its level, else of when it was written. */
  readonly day: string;
  /** The instant of its first finished version: a correction may have another. */
  readonly first: string;
}

/** Where the response at hand is kept. */
export interface KeptAs {
  readonly id: string;
  readonly version: string;
  /** When it was assessed, once it is finished: a correction leaves that as it is. */
  readonly authored: string | undefined;
  readonly identifier: Identifier;
  /** As it was kept. */
  readonly response: QuestionnaireResponse;
  /** Finished: whatever changes now is an amendment. */
  readonly finished: boolean;
}

export interface State {
  readonly language: Language;
  readonly model: WrittenModel | undefined;
  readonly form: Form | undefined;
  readonly number: string;
  /** The last whole number: whose name, answers and earlier forms these are. Empty before there was one. */
  readonly holder: string;
  readonly name: string;
  readonly author: string;
  readonly given: Given;
  /** The answers that are kept, or that the form was begun with: what differs from them would be lost. */
  readonly safe: Given;
  readonly troubles: readonly Trouble[];
  readonly asked: Asked | undefined;
  readonly busy: boolean;
  /** Who is signed in: nobody yet, or no longer; undefined where nobody has to be, or before it is known. */
  readonly signed: SignedIn | 'out' | 'expired' | undefined;
  readonly result: Result | undefined;
  readonly letter: Letter | undefined;
  readonly includeSuggestion: boolean;
  readonly kept: KeptAs | undefined;
  /** The newest first; undefined before one has looked. */
  readonly earlier: readonly Earlier[] | undefined;
  /** What the service gives those before them by; undefined where these are all. */
  readonly earlierNext: string | undefined;
  /** What the service says of the form that it has begun; nothing where somebody began it. */
  readonly begun: readonly Text[];
  /** What is said once, such as that a text was copied. */
  readonly said: Text | undefined;
}

/** An empty form. Whose it was, what was begun from and where it is kept go with the answers. */
export const unanswered = {
  given: new Map(),
  safe: new Map(),
  kept: undefined,
  begun: [],
  letter: undefined,
} as const satisfies Partial<State>;

/** Nothing of any citizen. */
export const nobody = {
  ...unanswered,
  name: '',
  earlier: undefined,
  earlierNext: undefined,
} as const satisfies Partial<State>;

export const initial: Omit<State, 'language'> = {
  model: undefined,
  form: undefined,
  number: '',
  author: '',
  ...nobody,
  holder: '',
  troubles: [],
  asked: undefined,
  busy: false,
  signed: undefined,
  result: undefined,
  includeSuggestion: false,
  said: undefined,
};

/** What views show, and how they change it: each change is shown at once. */
export interface Shown<State, Word extends string> {
  readonly state: State;
  change(part: Partial<State>): void;
  /** The page's own words in the language shown. */
  say(word: Word, values?: Readonly<Record<string, string | number>>): string;
  /** The model's words in the language shown. */
  tell(text: Text): string;
}

/** The page with the form. */
export type Page = Shown<State, Word>;

/** True where something was answered since the answers were kept, or the form was begun: leaving would lose it. */
export function isUnsaved({ given, safe }: Pick<State, 'given' | 'safe'>): boolean {
  return given !== safe && written(given) !== written(safe);
}

function written(given: Given): string {
  return JSON.stringify([...given].sort(([one], [other]) => (one < other ? -1 : 1)));
}

import type {
  Coding,
  FhirResource,
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from 'fhir/r4.js';
import type { IssueCode } from '../outcome/catalog.ts';
import type { Problem } from '../outcome/problem.ts';
import type { Value, ValueKey } from './values/value.ts';
import type { Verdict } from './values/verdict.ts';
import type { Way } from './way.ts';

/** An answer option: its wordings, its weights, and whether it excludes every other one. */
export interface Option {
  readonly displays: ReadonlySet<string>;
  /** itemWeight and ordinalValue. */
  readonly weights: readonly number[];
  readonly exclusive: boolean;
}

/**
 * One `enableWhen`. `question` is undefined where the condition cannot be followed: then it says neither yes nor no.
 */
export interface Condition {
  readonly question: CompiledItem | undefined;
  readonly operator: string;
  readonly expected: Value | undefined;
}

/** An expression of the Questionnaire, and where it stands there. */
export interface Formula {
  /** Of a variable. */
  readonly name: string | undefined;
  /** FHIRPath; undefined for what is in another language or elsewhere, and so undecided. */
  readonly text: string | undefined;
  /** As written, for a message. */
  readonly source: string;
  /** The environment variables that it refers to. */
  readonly names: ReadonlySet<string>;
  readonly place: string;
}

/** An element of an item whose value is computed: the way to it (`extension`, 2, `valueInteger`), and by what. */
export interface Dynamic {
  readonly path: readonly (string | number)[];
  readonly formula: Formula;
}

/** Options that are there only while an expression holds (SDC `answerOptionsToggleExpression`). */
export interface Toggle {
  readonly options: readonly Value[];
  readonly formula: Formula;
}

/** `targetConstraint` or `questionnaire-constraint`. */
export interface Constraint {
  readonly formula: Formula;
  readonly severity: 'error' | 'warning';
  readonly human: { readonly da: string; readonly en: string };
}

/** What an item or the whole Questionnaire computes. */
export interface Formulas {
  readonly variables: readonly Formula[];
  readonly constraints: readonly Constraint[];
  readonly calculated: Formula | undefined;
  readonly enableWhen: Formula | undefined;
  /** `answerExpression`: it lists the permitted answers. */
  readonly answers: Formula | undefined;
  readonly toggles: readonly Toggle[];
}

/** An item of a Questionnaire, ready for checking responses against it. */
export interface CompiledItem {
  readonly item: QuestionnaireItem;
  readonly linkId: string;
  readonly parent: CompiledItem | undefined;
  /** Its place in the Questionnaire, for mistakes that are found there. */
  readonly place: string;
  /** Position among its siblings. */
  readonly order: number;
  readonly children: readonly CompiledItem[];
  /** `text` and its translations. */
  readonly texts: ReadonlySet<string>;
  /** The answer's `value[x]` that are right; undefined where the item's type is not known. */
  readonly keys: ReadonlySet<ValueKey> | undefined;
  /** By `valueKey` of values/key.ts; undefined where the item has no options. */
  readonly options: ReadonlyMap<string, Option> | undefined;
  readonly conditions: readonly Condition[];
  /** More than one of it can stand in a response: it or an item above it repeats. */
  readonly several: boolean;
  readonly minOccurs: number;
  readonly maxOccurs: number;
  /** What its own extensions demand of one answer. */
  readonly checks: readonly Check[];
  readonly formulas: Formulas | undefined;
  /** Elements of it that are computed for each response. */
  readonly dynamics: readonly Dynamic[];
  /** Signature type codes (`system|code`); undefined where no signature is demanded. */
  readonly signature: ReadonlySet<string> | undefined;
  readonly question: { readonly linkId: string; readonly da: string; readonly en: string };
}

export interface CompiledQuestionnaire {
  readonly items: ReadonlyMap<string, CompiledItem>;
  readonly roots: readonly CompiledItem[];
  /**
   * linkIds that stand more than once in the Questionnaire: which item a response means by them cannot be said, so
   * nothing is.
   */
  readonly ambiguous: ReadonlySet<string>;
  /** linkIds of the questions that conditions look at. */
  readonly asked: ReadonlySet<string>;
  readonly signature: ReadonlySet<string> | undefined;
  readonly formulas: Formulas | undefined;
  /** Every expression that it or an item of it has. */
  readonly every: readonly Formula[];
  /** The resource as given, for %questionnaire and contained ValueSets. */
  readonly source: Questionnaire;
  /** What is wrong with the Questionnaire itself: warnings, at places in it. */
  readonly mistakes: readonly Problem[];
}

/** Says what is wrong with a Questionnaire, at a place in it. */
export type Mistake = (code: IssueCode, place: string, values?: Problem['values']) => void;

export type Report = (code: IssueCode, place: Way, item?: CompiledItem, values?: Problem['values']) => void;

/** Says what is wrong with an answer, or with a part of it: `value`, `value.display`. */
export type ReportAnswer = (code: IssueCode, part: string | undefined, values?: Problem['values']) => void;

/** An item that an expression is evaluated for, with what the response has of it. */
export interface Subject {
  readonly expected: CompiledItem;
  readonly scope: Scope;
  /** Undefined where the response does not have it. */
  readonly item: QuestionnaireResponseItem | undefined;
}

/** Where and by what an answer is measured. */
export interface At extends Subject {
  readonly place: Way;
  readonly context: RuleContext;
  report(...problem: Parameters<ReportAnswer>): void;
}

/** Measures one answer that has the right type, and a value. */
export type Check = (answer: QuestionnaireResponseItemAnswer, at: At, value: Value) => void;

/** Reads one rule of an item; undefined where the item does not have it. What is wrong with it is said at `place`. */
export type MakeCheck = (
  item: QuestionnaireItem,
  place: string,
  mistake: Mistake,
  isTrusted: boolean,
) => Check | undefined;

/** The items below one parent in the response: enableWhen is answered from the inside out. */
export interface Scope {
  readonly items: readonly QuestionnaireResponseItem[];
  readonly owner: CompiledItem | undefined;
  /** The answer that the items stand below. */
  readonly answer: QuestionnaireResponseItemAnswer | undefined;
  /** The item of the response that they stand in. */
  readonly item: QuestionnaireResponseItem | undefined;
  readonly parent: Scope | undefined;
  readonly place: Way;
  /** Whether scopes below are kept: expressions come by them again; rules alone pass each of them once. */
  readonly keeps: boolean;
  /**
   * What stands below, by the answer or item of the response that it stands in, or by the item of the Questionnaire
   * that is not there.
   */
  inner: Map<object, Scope> | undefined;
  /** What is known of conditions whose question is looked for from here. */
  verdicts: Map<Condition, Verdict> | undefined;
  byLinkId: ReadonlyMap<string, readonly QuestionnaireResponseItem[]> | undefined;
}

/** Codes that a ValueSet holds, with their wordings. */
export interface Membership {
  readonly contains: Verdict;
  readonly displays: ReadonlySet<string>;
  /** itemWeight and ordinalValue, where it has its own. */
  readonly weights: readonly number[];
  /**
   * Wordings of its other codes, as far as it lists them: one of those beside this code makes it a guess which is
   * meant.
   */
  readonly others: ReadonlySet<string>;
}

/** What a CodeSystem says of a code. */
export interface CodeWords {
  readonly displays: ReadonlySet<string>;
  /** The whole CodeSystem is at hand, in the version that the coding names: another wording is wrong. */
  readonly whole: boolean;
  /** itemWeight and ordinalValue. */
  readonly weights: readonly number[];
}

/**
 * An item as its computed elements make it for one response; `worlds` are the ways in which it may be otherwise than
 * `item` has it.
 */
export interface Concrete {
  readonly item: CompiledItem;
  readonly worlds: readonly CompiledItem[];
}

/** What a check of rules looks at besides the response. Left out: the rules that need it are not looked at. */
export interface RuleContext {
  readonly questionnaire: CompiledQuestionnaire;
  /** At least the answers of the questions that others depend on (`asked`). */
  readonly answers: ReadonlyMap<string, readonly { readonly answer: QuestionnaireResponseItemAnswer }[]>;
  /** A finished response must be complete and has no answers to disabled items; an unfinished one may. */
  readonly complete: boolean;
  /** Below an item of which it is undecided whether it is open, nothing is demanded. */
  readonly undecided?: true;
  /** The top of the response. */
  readonly scope: Scope;
  /**
   * linkIds of questions with an answer in which something is wrong: what depends on them cannot be said. Filled while
   * the rules are checked.
   */
  readonly faulty: Set<string>;
  readonly words: (coding: Coding) => CodeWords;
  /**
   * Whether a ValueSet holds a code, of any system where none is asked for; undefined where the ValueSet is not at
   * hand.
   */
  readonly valueSet?: (canonical: string, code: string, system: string | undefined | 'any') => Membership | undefined;
  /** The literal of a number in the received text, by the place of its answer and the property's path. */
  readonly literal?: (place: Way, value: number, path: readonly string[]) => string;
  /** The response's contained resources that `#id` names. */
  readonly contained?: (reference: string) => FhirResource | 'contained-unknown' | 'contained-ambiguous';
  /** Whether enableWhenExpression opens an item. */
  readonly opens?: (formula: Formula, subject: Subject) => Verdict;
  /** An item with computed elements as it is here. */
  readonly concrete?: (subject: Subject) => Concrete;
  /** Whether answerExpression lists an answer, and answerOptionsToggleExpression leaves it open. */
  readonly permits?: (value: Value, subject: Subject) => { readonly listed: Verdict; readonly enabled: Verdict };
}

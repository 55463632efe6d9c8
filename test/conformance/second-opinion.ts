/** Where HL7's engine judges a case of the rules otherwise than we do, and why: a row of docs/rules.md. */
export interface Disagreement {
  /** What the engine says. */
  readonly engine: string;
  readonly here: string;
  /** Why ours is right. */
  readonly rule: string;
  /** The cases: the file in test/questionnaire/rules/, and our code or the engine's message id. */
  readonly of: readonly string[];
}

const missing = "No response answer found for required item '...'";
const closed = 'Questionnaire_QR_Item_NotEnabled2';

/**
 * The engine of the official validator, 6.9.4 (`../shared/fhir-validator`), on every case of test/questionnaire/rules/.
 */
export const disagreements: readonly Disagreement[] = [
  {
    engine: 'an item whose condition rests on `%patient` is not enabled, and one that it would open is missing: errors',
    here: 'undecided',
    rule: 'SDC 3.0.0: launch context, queries and libraries are what a form filler has',
    of: [`undecided ${closed}`, `undecided ${missing}`, `expressions ${closed}`, `expressions ${missing}`],
  },
  {
    engine: 'the static maximum, or the static `required`, beside an expression: error',
    here: 'by the expression',
    rule: 'cqf-expression "provides the value for the element on which it appears"',
    of: ['dynamic QUESTIONNAIRE_QR_ITEM_INTEGER_MIN'],
  },
  {
    engine:
      'a bound that has an expression alone: error, because it has no value; or nothing, where the expression breaks it',
    here: 'by the expression',
    rule: 'SDC 3.0.0, minValue and maxValue with cqf-calculatedValue',
    of: [
      'dynamic QUESTIONNAIRE_QR_ITEM_DATE_VALUE_EXCEPTION',
      'undecided QUESTIONNAIRE_QR_ITEM_INTEGER_VALUE_EXCEPTION',
      'dynamic QUESTIONNAIRE_QR_ITEM_INTEGER_VALUE_EXCEPTION',
      'dynamic value-high',
      'dynamic answer-code',
      'dynamic calculation-differs',
    ],
  },
  {
    engine:
      '`calculatedExpression`, `targetConstraint` and `questionnaire-constraint`, `signatureRequired`, weights: nothing',
    here: 'errors',
    rule: 'their definitions in SDC 3.0.0 and R4',
    of: [
      'expressions calculation-differs',
      'expressions constraint-failed',
      'undecided calculation-differs',
      'signature signature-missing',
      'options weight-differs',
      'weights calculation-differs',
      'weights weight-differs',
    ],
  },
  {
    engine: 'an option that is toggled off, an answer that `answerExpression` does not list: nothing',
    here: 'errors',
    rule: 'SDC 3.0.0, answerOptionsToggleExpression, answerExpression',
    of: ['dynamic option-disabled', 'dynamic Questionnaire_QR_Item_NoCoding'],
  },
  {
    engine: 'an expression or a pattern that cannot be read stops the whole validation',
    here: 'a warning; it demands nothing',
    rule: 'a mistake of the form does not make a response wrong',
    of: ['expressions HARNESS_FAILED', 'regex HARNESS_FAILED', 'dynamic HARNESS_FAILED'],
  },
  {
    engine:
      'a condition on an answer of type uri stops the whole validation; one on a time or a quantity is not understood',
    here: 'open or closed',
    rule: 'R4, enableWhen: answer[x] has every type that an answer can be compared by',
    of: [
      'enable-when HARNESS_FAILED',
      `enable-when ${closed}`,
      'enable-when Type_Specific_Checks_DT_Time_Valid',
      'enable-when item-disabled',
    ],
  },
  {
    engine: 'of a question that stands several times, the first one found decides a condition',
    here: 'undecided where they say different things',
    rule: 'R4, enableWhen: "the nearest question occurrence"; which one that is from outside is not told',
    of: [`enable-when ${missing}`],
  },
  {
    engine: 'an answer with data-absent-reason instead of a value: error, since null cannot be parsed or is no option',
    here: 'answered, not measured',
    rule: 'R4, JSON: a primitive may have an extension instead of a value',
    of: [
      'absent QUESTIONNAIRE_QR_ITEM_DECIMAL_INVALID_UNITS',
      'absent QUESTIONNAIRE_QR_ITEM_INTEGER_VALUE_EXCEPTION',
      'absent QUESTIONNAIRE_QR_ITEM_NOT_ATTACHMENT_MIMETYPE',
      'absent Questionnaire_QR_Item_NoCoding',
      `absent ${closed}`,
      'absent HARNESS_DEFINITION_UNREADABLE',
    ],
  },
  {
    engine: '`regex` that is written as `matches(...)`, or that could match nothing: error',
    here: 'the pattern in it; none',
    rule: 'a pattern that can match nothing is a mistake of the form',
    of: ['regex QUESTIONNAIRE_QR_ITEM_STRING_REGEX'],
  },
  {
    engine:
      '`maxLength` of a number and the places of 1e-2: nothing; 1.25e1 has two places; a text is as long as its UTF-16 units',
    here: 'the number as it was sent; characters',
    rule: 'R4: "0.010 is regarded as different to 0.01"; "the maximum number of characters"',
    of: [
      'length answer-length',
      'length QUESTIONNAIRE_QR_ITEM_STRING_MAX_LENGTH',
      'decimals QUESTIONNAIRE_QR_ITEM_DECIMAL_MAX_DECIMALS',
      'decimals answer-decimals',
    ],
  },
  {
    engine:
      'a partial date, or one without zone, that may lie within its bound, and a quantity with a comparator: error',
    here: 'an error only where the whole of it lies outside',
    rule: 'FHIRPath: "if one is specified to a greater precision, the result is empty"',
    of: [
      'bounds QUESTIONNAIRE_QR_ITEM_DATE_MAX',
      'bounds QUESTIONNAIRE_QR_ITEM_DATE_MIN',
      'bounds QUESTIONNAIRE_QR_ITEM_DECIMAL_VALUE_EXCEPTION',
    ],
  },
  {
    engine: 'a unit that cannot be compared with the bound, or that UCUM does not have: error',
    here: 'not measured, or warned of',
    rule: 'R4 demands no unit of a Quantity where no unitOption does',
    of: [
      'bounds QUESTIONNAIRE_QR_ITEM_DECIMAL_CANNOT_COMPARE_MAX_UNITS',
      'bounds QUESTIONNAIRE_QR_ITEM_DECIMAL_CANNOT_COMPARE_MIN_UNITS',
      'bounds Unknown_Code_in_Version',
      'units Unknown_Code_in_Version',
      'units QUESTIONNAIRE_QR_ITEM_DECIMAL_VALUE_EXCEPTION',
    ],
  },
  {
    engine: 'a unit that `unitValueSet` does not hold, beside `unitOpen` or not: nothing',
    here: 'an error where the list is closed',
    rule: 'R4, questionnaire-unitValueSet; SDC 3.0.0, unitOpen',
    of: ['units answer-unit'],
  },
  {
    engine:
      '`mimeType` with a kind (`image/*`), parameters or capitals: error; `maxSize` in MB: nothing; exactly the largest size: error; white space in base64: error',
    here: 'right; error; right; right',
    rule: 'RFC 2045; R4, maxSize: in MB, inclusive; R4, base64Binary: white space between groups',
    of: [
      'attachment QUESTIONNAIRE_QR_ITEM_BAD_ATTACHMENT_MIMETYPE',
      'attachment UNABLE_TO_INFER_CODESYSTEM',
      'attachment Terminology_TX_NoValid_16',
      'attachment QUESTIONNAIRE_QR_ITEM_BAD_ATTACHMENT_LENGTH',
      'attachment attachment-size',
      'attachment TYPE_SPECIFIC_CHECKS_DT_ATT_B64_DECODE_FAIL',
    ],
  },
  {
    engine: 'the exclusive option twice: error',
    here: 'a warning, like any option that is given twice',
    rule: 'R4 does not forbid the same option twice, and no other one stands beside it',
    of: ['choices QUESTIONNAIRE_QR_ITEM_EXCLUSIVE'],
  },
  {
    engine: '`minOccurs` and `maxOccurs` are measured off by one, and `minOccurs` where nothing is answered',
    here: 'at least, at most; once anything is answered',
    rule: 'R4, questionnaire-minOccurs, -maxOccurs: inclusive; "only ... where both required and repeats are true"',
    of: ['occurs QUESTIONNAIRE_QR_ITEM_MIN_OCCURS', 'occurs QUESTIONNAIRE_QR_ITEM_MAX_OCCURS'],
  },
  {
    engine:
      'a required display, a required item in a group that is left out or empty, and a group with nothing to answer are missing: error',
    here: 'not missing',
    rule: 'R4: an item that is left out is the same as one that is not answered; a display has no answer',
    of: [`required ${missing}`, 'required Questionnaire_QR_Item_Missing'],
  },
  {
    engine:
      'an item of the abstract type `question` has to have an answer and may not have one: errors; one of a type that R4 does not have makes the form unknown',
    here: 'it takes none, and owes none; any answer',
    rule: 'R4, item type: question is abstract; a mistake of the form does not make a response wrong',
    of: [
      'type Questionnaire_QR_Item_Group',
      'type QUESTIONNAIRE_QR_ITEM_GROUP_REQUIRED',
      'type Questionnaire_QR_Q_NotFound',
    ],
  },
  {
    engine: 'a number, a day or a time as answer to a choice without such options: nothing',
    here: 'an error',
    rule: 'R4, item type: choice is "a Coding drawn from a list of options ... as an answer (valueCoding)"',
    of: ['type answer-type'],
  },
  {
    engine:
      'options that are days or references, a text option that is answered by a coding of that text alone, a code for a text with a ValueSet: error',
    here: 'right',
    rule: 'R4, answerOption.value[x]: integer, date, time, string, Coding, Reference; LHC-Forms sends the coding',
    of: [
      'options Questionnaire_QR_Item_NoDate',
      'options Questionnaire_QR_Item_WrongType',
      'options Questionnaire_QR_Item_NoOptionsCoding',
      'value-set Questionnaire_QR_Item_WrongType',
    ],
  },
  {
    engine: 'a text that is no option, and the display of another option: nothing',
    here: 'errors',
    rule: 'R4, answerOption; a wording of another code makes it a guess which one is meant',
    of: ['options answer-code', 'options answer-display', 'value-set answer-display'],
  },
  {
    engine:
      'another wording where only a part or another version of the CodeSystem is at hand, or where a ValueSet has it: error',
    here: 'a warning, or right',
    rule: 'R4: "a representation of the meaning of the code in the system", of which there may be many',
    of: [
      'options Display_Name_for__should_be_one_of__instead_of',
      'options Unexpected internal condition - unsupported code system could be supported? (url = {0})',
      'value-set Display_Name_for__should_be_one_of__instead_of',
    ],
  },
  {
    engine: 'a weight on the answer instead of its coding: error, by where the extension may stand',
    here: 'compared with the form',
    rule: 'where an extension may stand is for profiles to say; `score` reads none',
    of: ['options Extension_EXTP_Context_Wrong_VER'],
  },
  {
    engine:
      'a coding without a system, and what heads a group in an expansion, are in the ValueSet; a coding without a code is not',
    here: 'not in it; cannot be told',
    rule: 'R4, ValueSet: codes are those of a system; abstract entries cannot be chosen',
    of: ['value-set answer-code', 'value-set Questionnaire_QR_Item_BadOption'],
  },
  {
    engine:
      'an answer that has nothing but unanswered items is one; one that has nothing but an extension: error, by where that may stand',
    here: 'neither is an answer',
    rule: 'R4: an item that is left out is the same as one that is not answered',
    of: ['absent required-missing', 'enable-when Extension_EXTP_Context_Wrong', 'enable-when xhtml-ext-1'],
  },
  {
    engine: 'a question that repeats as several items: nothing',
    here: 'an error',
    rule: 'R4, repeats: "a single Question item and multiple answers"',
    of: ['link-id linkid-repeated'],
  },
  {
    engine: 'implicit rules: nothing',
    here: 'an error',
    rule: 'R4, implicitRules: "must be understood when processing the content"',
    of: ['modifiers modifier-unknown'],
  },
  {
    engine:
      'a reference to a type that `referenceResource` does not name: nothing; a contained Organization without name, or of an unknown profile: error',
    here: 'an error; not looked into',
    rule: 'R4, questionnaire-referenceResource; what is contained is for its own profile to say',
    of: ['reference reference-type', 'reference org-1', 'reference VALIDATION_VAL_PROFILE_UNKNOWN_NOT_POLICY'],
  },
  {
    engine: 'a translated `item.text`, or one with other white space or the computed one: error',
    here: 'right',
    rule: 'the translation extension; renderers fold white space; cqf-expression',
    of: ['text Questionnaire_QR_Item_Text'],
  },
  {
    engine: 'the profile of a contained resource that is no canonical: an error at that resource, besides',
    here: 'an error at the answer that refers to it',
    rule: 'a contained resource is looked at only for what the form demands of the reference',
    of: ['reference -', 'reference TYPE_SPECIFIC_CHECKS_CANONICAL_ABSOLUTE'],
  },
  {
    engine: 'an attachment whose data is withheld with a reason stops the whole validation',
    here: 'answered, not measured',
    rule: 'R4, JSON: a primitive may have an extension instead of a value',
    of: ['attachment HARNESS_FAILED'],
  },
  {
    engine: 'a required group in which there is only an item of the type `question` is missing: error',
    here: 'nothing is missing',
    rule: 'R4, item-type: `question` is abstract, so that nothing in the group can be answered',
    of: [`type ${missing}`],
  },
];

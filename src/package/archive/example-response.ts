import type {
  Coding,
  QuestionnaireItem,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from 'fhir/r4.js';
import { actionLinkIds, linkIds } from '../../model/link-ids.ts';
import { systems } from '../../model/systems.ts';
import type { Level, Model, Variant } from '../../model/types.ts';

type Answers = (item: QuestionnaireItem) => readonly QuestionnaireResponseItemAnswer[];

/** When and by whom the examples were made: MedCom's test persons. */
export const exampleTime = '2026-01-20T10:30:00+01:00';

/**
 * A finished response that ends at `level`, filled in from the Questionnaire itself, so that an example follows every
 * new version: each factor rated at the level's threshold, the level assessed and agreed by all parties, the level's
 * own decisions taken.
 */
export function exampleResponse({ base, version }: Model, variant: Variant, level: Level): QuestionnaireResponse {
  return {
    resourceType: 'QuestionnaireResponse',
    meta: { profile: [`${base}/StructureDefinition/svar|${version}`] },
    language: 'da',
    identifier: { system: 'https://example.org/niveau', value: `${variant.code}-${level.code}` },
    questionnaire: variant.questionnaireUrl,
    status: 'completed',
    subject: {
      type: 'Patient',
      identifier: { system: systems.cpr, value: '2512489996' },
      display: 'Nancy Ann Berggren',
    },
    authored: exampleTime,
    author: {
      type: 'Practitioner',
      identifier: { system: 'https://autregweb.sst.dk', value: 'CBNH1' },
      display: 'Michael Burns',
    },
    item: answered(variant.questionnaire.item ?? [], answersOf(variant, level)),
  };
}

/** The items that have an answer, or an item below that has one, in the order of the form. */
function answered(items: readonly QuestionnaireItem[], answers: Answers): QuestionnaireResponseItem[] {
  return items.flatMap((item) => {
    const answer = [...answers(item)];
    const below = answered(item.item ?? [], answers);
    if (answer.length === 0 && below.length === 0) return [];
    const { linkId, text } = item;
    const head = text === undefined ? { linkId } : { linkId, text };
    return [{ ...head, ...(answer.length > 0 ? { answer } : { item: below }) }];
  });
}

function answersOf(variant: Variant, level: Level): Answers {
  const ratings = new Set(variant.factors.map((factor) => factor.linkId.rating));
  const decisions = new Set(level.actions.map((action) => actionLinkIds(action.code).decision));
  const at = String(level.threshold);
  return (item) => {
    const options = (item.answerOption ?? []).flatMap(({ valueCoding }) => (valueCoding ? [plain(valueCoding)] : []));
    const choose = (code: string) => options.filter((option) => option.code === code).map(coded);
    if (ratings.has(item.linkId)) return choose(at);
    if (decisions.has(item.linkId)) return choose('ja');
    if (item.linkId === linkIds.assessed || item.linkId === linkIds.agreed) return choose(level.code);
    if (item.linkId === linkIds.parties) return options.map(coded);
    if (item.linkId === linkIds.participation) return choose('deltog');
    if (item.linkId === linkIds.agreementDate) return [{ valueDate: exampleTime.slice(0, 10) }];
    if (item.linkId === linkIds.coordinator) return [{ valueString: 'Kommunens forløbskoordinator' }];
    return [];
  };
}

function coded(valueCoding: Coding): QuestionnaireResponseItemAnswer {
  return { valueCoding };
}

/** Without the translations and weights that the form carries. */
function plain({ system, code, display }: Coding): Coding {
  return {
    ...(system === undefined ? {} : { system }),
    ...(code === undefined ? {} : { code }),
    ...(display === undefined ? {} : { display }),
  };
}

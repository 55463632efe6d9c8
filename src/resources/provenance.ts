import type { CodeableConcept, Coding, Provenance, ProvenanceAgent, Reference } from 'fhir/r4.js';
import { madePer } from '../model/made-per.ts';
import { systems } from '../model/systems.ts';
import type { Model, Variant } from '../model/types.ts';
import type { Particulars } from '../scoring/types.ts';
import { byExample } from './by-example.ts';
import { type Context, head, type Said, type Software } from './context.ts';
import type { ResourceDraft } from './draft.ts';
import { fixed, fixedPer } from './fixed.ts';
import { urn } from './ids.ts';
import { narrative } from './narrative.ts';
import type { LetterName } from './told.ts';
import { activityText, words } from './words.ts';

function activity(coding: Coding): CodeableConcept {
  return fixed({ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-DataOperation', ...coding }] });
}

const activities: Readonly<Record<Particulars['status'], CodeableConcept>> = {
  completed: activity({ code: 'CREATE', display: 'create' }),
  amended: activity({ code: 'UPDATE', display: 'revise' }),
  'entered-in-error': activity({ code: 'NULLIFY', display: 'nullify' }),
};

/**
 * Where the results of one version come from: the professional as author, this software as assembler, the response as
 * source, rule and model. `version` tells the versions of the response apart: each has a Provenance of its own, which
 * no later one overwrites.
 */
export function provenance(
  context: Context,
  targets: readonly Reference[],
  version: string,
): ResourceDraft<Provenance> {
  const { told, said, ids, software, model } = context;
  return draft(said, { id: ids.provenance(version), target: [...targets] }, model, told.variant, software, told.status);
}

type Own = {
  readonly id: string;
  readonly target: Reference[];
};

const draft = byExample(
  (
    said: Said,
    own: Own,
    model: Model,
    variant: Variant,
    software: Software,
    status: Particulars['status'],
  ): Provenance => ({
    ...head(model, 'Provenance', own.id, 'herkomst'),
    text: narrative(words.origin, [
      said.assessedByRow,
      [words.software, `${software.name} ${software.version}`],
      [words.model, variant.title, variant.version],
      [words.rule, variant.rule.text, variant.rule.version],
      said.timeRow,
      [words.status, activityText[status]],
    ]),
    target: own.target,
    occurredDateTime: said.authored,
    recorded: said.authored,
    policy: policy(variant),
    activity: activities[status],
    agent: [
      ...(said.professional === undefined ? [] : [agent('author', 'Author', said.professional)]),
      assembler(model)(software),
    ],
    entity: [{ role: 'source', what: urn(said.response) }],
  }),
);

const policy = fixedPer(({ rule, planUrl }: Variant) => [`${rule.system}|${rule.version}`, planUrl]);

const assembler = madePer(({ base }: Model) =>
  fixedPer(({ name, version }: Software) =>
    agent('assembler', 'Assembler', {
      type: 'Device',
      identifier: { system: `${base}/software`, value: `${name} ${version}` },
      display: `${name} ${version}`,
    }),
  ),
);

function agent(code: string, display: string, who: Reference): ProvenanceAgent {
  const system = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';
  return { type: { coding: [{ system, code, display }] }, who };
}

/**
 * Where the results of a level come from that a letter told: the letter as its sender calls it as source, the
 * professional whom it names as author, its sender as informant, this software as assembler. No rule of ours stands
 * behind it.
 */
export function letterProvenance(
  context: Context,
  targets: readonly Reference[],
  letter: LetterName,
  version: string,
): Provenance {
  const { told, model, said } = context;
  const { meta: _, policy: __, text: ___, ...ours } = provenance(context, targets, version).make();
  const { type, sender, identifier } = letter;
  return {
    ...ours,
    text: narrative(words.origin, [
      said.values.assessedByRow,
      [words.document, `${type} ${identifier}`],
      [words.software, `${context.software.name} ${context.software.version}`],
      [words.model, told.variant.title, told.variant.version],
      said.values.timeRow,
      [words.status, activityText[told.status]],
    ]),
    policy: [told.variant.planUrl],
    agent: [
      ...ours.agent,
      agent('informant', 'Informant', { type: 'Organization', identifier: { system: systems.gln, value: sender } }),
    ],
    entity: [
      {
        role: 'source',
        what: {
          type: 'DocumentReference',
          identifier: { system: `${model.base}/brev`, value: `${sender}.${identifier}` },
          display: type,
        },
      },
    ],
  };
}

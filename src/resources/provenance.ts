import type { Coding, Provenance, ProvenanceAgent, Reference } from 'fhir/r4.js';
import { systems } from '../model/systems.ts';
import type { Particulars } from '../scoring/types.ts';
import { type Context, head } from './context.ts';
import { urn } from './ids.ts';
import { narrative } from './narrative.ts';
import type { LetterName } from './told.ts';
import { activityText, words } from './words.ts';

const activities: Readonly<Record<Particulars['status'], Coding>> = {
  completed: { code: 'CREATE', display: 'create' },
  amended: { code: 'UPDATE', display: 'revise' },
  'entered-in-error': { code: 'NULLIFY', display: 'nullify' },
};

/**
 * Where the results of one version come from: the professional as author, this software as assembler, the response as
 * source, rule and model. `version` tells the versions of the response apart: each has a Provenance of its own, which
 * no later one overwrites.
 */
export function provenance(context: Context, targets: readonly Reference[], version: string): Provenance {
  const { told, ids, software, model } = context;
  const { rule, planUrl, title, version: modelVersion } = told.variant;
  const ruleUrl = `${rule.system}|${rule.version}`;
  const professional = context.professional;
  return {
    ...head(context, 'Provenance', ids.provenance(version), 'herkomst'),
    text: narrative(words.origin, [
      [words.assessedBy, professional?.display],
      [words.software, `${software.name} ${software.version}`],
      [words.model, title, modelVersion],
      [words.rule, rule.text, rule.version],
      [words.time, context.moment],
      [words.status, activityText[told.status]],
    ]),
    target: [...targets],
    occurredDateTime: told.authored,
    recorded: told.authored,
    policy: [ruleUrl, planUrl],
    activity: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-DataOperation', ...activities[told.status] }],
    },
    agent: [
      ...(professional === undefined ? [] : [agent('author', 'Author', professional)]),
      agent('assembler', 'Assembler', {
        type: 'Device',
        identifier: { system: `${model.base}/software`, value: `${software.name} ${software.version}` },
        display: `${software.name} ${software.version}`,
      }),
    ],
    entity: [{ role: 'source', what: urn(ids.response) }],
  };
}

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
  const { told, model } = context;
  const { meta: _, policy: __, text: ___, ...ours } = provenance(context, targets, version);
  const professional = context.professional;
  const { type, sender, identifier } = letter;
  return {
    ...ours,
    text: narrative(words.origin, [
      [words.assessedBy, professional?.display],
      [words.document, `${type} ${identifier}`],
      [words.software, `${context.software.name} ${context.software.version}`],
      [words.model, told.variant.title, told.variant.version],
      [words.time, context.moment],
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

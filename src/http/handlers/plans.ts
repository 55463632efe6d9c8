import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { PlanDefinition } from 'fhir/r4.js';
import type { Model, Variant } from '../../model/types.ts';
import { everyVersion } from '../../model/versions.ts';
import { danishInstant } from '../../scoring/day.ts';
import { levelOf } from '../../scoring/suggest.ts';
import type { Ports } from '../../work/ports.ts';
import { definitionNamed, resourceOf } from '../definitions/read.ts';
import { apply } from '../operations/apply.ts';
import { bothWays } from '../operations/both-ways.ts';
import type { Input, Inputs } from '../operations/inputs.ts';
import { readPractitioner, readSubject } from '../operations/subject.ts';
import { refuseQuery } from '../query.ts';
import { type Incoming, type Route, resourceAnswer } from '../route.ts';
import { refuseUnknown } from '../unknown.ts';

/**
 * Which PlanDefinition, where the address does not say it: R4's own parameter, or its canonical as later versions of
 * FHIR have it.
 */
export const whichPlan: readonly Input[] = [
  {
    name: 'planDefinition',
    type: 'PlanDefinition',
    text: 'One of the published PlanDefinitions, whole and unchanged; by POST.',
  },
  { name: 'url', type: 'uri', text: 'Canonical of the PlanDefinition, with or without |version.' },
];

/** What `$apply` takes besides: R4's `subject` and `practitioner`, and the level, for which R4 has no place. */
export const howToApply: readonly Input[] = [
  {
    name: 'subject',
    type: 'string',
    text: 'The citizen: Patient/<id>, or by POST <system>|<number> with a CPR or replacement number.',
  },
  { name: 'level', type: 'code', text: 'The level, a code of the variant’s level code system (0 to 4).' },
  { name: 'practitioner', type: 'string', text: 'The professional: Practitioner/<id> or PractitionerRole/<id>.' },
];

/** `PlanDefinition/$apply`, on the type and on one PlanDefinition; by GET and by POST. */
export function planRoutes({ model, clock }: Ports): readonly Route[] {
  const summary = 'The plan of a level: a CarePlan with its Tasks, all of it proposals';
  const operation = { type: 'PlanDefinition', name: 'apply', summary, returns: 'CarePlan' };
  const proposal = (variant: Variant, inputs: Inputs, { query }: Incoming) => {
    // A POST takes nothing from its address.
    const address = query.size > 0;
    const now = clock();
    const level = levelOf(variant, inputs.text('level') ?? '');
    if (level === undefined) {
      const codes = variant.levels.map(({ code }) => code).join(', ');
      refuseQuery('level', codes);
    }
    const subject = readSubject(inputs.text('subject'), address, now);
    const practitioner = readPractitioner(inputs.text('practitioner'), address);
    return resourceAnswer(
      apply(model, {
        variant,
        level,
        subject,
        practitioner,
        time: danishInstant(now.toISOString()),
        identity: randomUUID(),
      }),
    );
  };
  return [
    ...bothWays({ ...operation, inputs: [...whichPlan, ...howToApply] }, (inputs, incoming) => {
      return proposal(namedVariant(model, inputs, incoming.base), inputs, incoming);
    }),
    ...bothWays({ ...operation, inputs: howToApply, instance: true }, (inputs, incoming) => {
      const { id } = incoming.params;
      const variant = model.variants.find(({ code }) => code === id) ?? refuseUnknown(incoming.base, 'PlanDefinition');
      return proposal(variant, inputs, incoming);
    }),
  ];
}

function namedVariant(model: Model, inputs: Inputs, base: string): Variant {
  const sent = inputs.object('planDefinition');
  const url = inputs.text('url');
  if ((sent === undefined) === (url === undefined)) refuseQuery('planDefinition', 'den eller url', 'that or url');
  const canonical = sent === undefined ? (url ?? '') : `${sent.url}|${sent.version}`;
  const found = definitionNamed('PlanDefinition', canonical);
  if (found === undefined) refuseUnknown(base, 'PlanDefinition');
  // Another plan under our name would be applied as if it were ours.
  if (sent !== undefined && !isDeepStrictEqual(content(sent), content(resourceOf<PlanDefinition>(found)))) {
    refuseQuery('planDefinition', 'en af tjenestens egne, uændret', 'one of the service’s own, unchanged');
  }
  return (
    everyVersion(model)
      .flatMap(({ variants }) => variants)
      .find(({ planUrl }) => planUrl === `${found.metadata.url}|${found.metadata.version}`) ??
    refuseUnknown(base, 'PlanDefinition')
  );
}

/** What servers set themselves is left out. */
function content(plan: object): object {
  return Object.fromEntries(Object.entries(plan).filter(([name]) => !['id', 'meta', 'text'].includes(name)));
}

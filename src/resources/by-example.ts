import type { Resource } from 'fhir/r4.js';
import type { ResourceDraft } from './draft.ts';
import { type Example, exampleOf, filled, marked, seenOf } from './example.ts';
import { type Given, inJson, shapeOf, type Values } from './given.ts';
import { keepBy } from './keep-by.ts';

/**
 * How one kind of resource is made, and written without being made. `make` only places what was said and its `own`
 * values, and never looks at them: all else that it gives is decided by the choice (things of the model, names, whether
 * something holds) and by which values there are. So the JSON of an example, with marks in the place of values, is made
 * once for each choice; what is said goes where its marks stood.
 */
export function byExample<
  Said extends Values,
  Own extends Values & { readonly id: string },
  Choice extends readonly unknown[],
  Made extends Resource,
>(
  make: (said: Said, own: Own, ...choice: Choice) => Made,
): (said: Given<Said>, own: Own, ...choice: Choice) => ResourceDraft<Made> {
  const kept = keepBy<Example>();
  return (said, own, ...choice) => ({
    id: own.id,
    make: () => make(said.values, own, ...choice),
    as: (form) => {
      const example = () =>
        kept([form, said.shape(), shapeOf(own), ...choice], () =>
          exampleOf(form(make(marked(said.values, 'said'), marked(own, 'own'), ...choice))),
        );
      return {
        id: own.id,
        make: () => form(make(said.values, own, ...choice)),
        text: () => filled(example(), said.inJson(), inJson(own)),
        look: (at) => seenOf(example(), at, said.values, own),
      };
    },
  });
}

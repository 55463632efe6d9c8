import type { Bundle } from 'fhir/r4.js';
import type { Model } from '../../model/types.ts';
import { idsOf } from '../../resources/ids.ts';
import type { ScoredResponse } from '../score.ts';
import { named } from './account.ts';
import { bundleOf } from './bundle-of.ts';
import { indexResources } from './index-resources.ts';
import type { Prepared } from './records.ts';

/** What is kept of a response, before it is packed. */
export interface MadeAhead extends Omit<Prepared, 'received' | 'bundle'> {
  readonly bundle: Bundle;
}

/**
 * What comes of a response that was accepted and scored just now, where nothing is known of it and its citizen has no
 * earlier level: the Bundle that its transaction would make, and what the Bundle's resources are found by.
 */
export function prepareScored(model: Model, scored: ScoredResponse): MadeAhead {
  const { identity, citizen } = scored.assessment;
  const [namedBy] = citizen.identifiers;
  const bundle = bundleOf(model, namedBy === undefined ? scored : named(scored, { identity, namedBy }));
  const resources = indexResources(bundle, () => 0).map(({ response: _, ...resource }) => resource);
  return { id: idsOf({ identity, citizen }).response, bundle, resources };
}

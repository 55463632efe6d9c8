import type { JsonLimits } from '../../../questionnaire/json/document.ts';
import type { Ports } from '../../../work/ports.ts';
import type { Route } from '../../route.ts';
import { attachRoute } from './attach.ts';
import { readRoute } from './read.ts';
import { writeRoute } from './write.ts';

/** Letters that carry a level, or are to. Nothing is kept. */
export function letterRoutes(ports: Ports, limits: JsonLimits): readonly Route[] {
  return [attachRoute(ports, limits), writeRoute(ports), readRoute(ports)];
}

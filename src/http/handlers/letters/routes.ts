import type { JsonLimits } from '../../../questionnaire/json/document.ts';
import type { Ports } from '../../../work/ports.ts';
import type { Route } from '../../route.ts';
import { attachRoute } from './attach.ts';
import { inboxRoutes } from './inbox.ts';
import { messageRoute } from './messages.ts';
import { readRoute } from './read.ts';
import { showRoutes } from './show.ts';
import { writeRoute } from './write.ts';

/** Letters that carry a level, or are to; with a store, those that come in and those that are kept. */
export function letterRoutes(ports: Ports, limits: JsonLimits): readonly Route[] {
  const { archive } = ports;
  const stored = archive === undefined ? [] : inboxRoutes(ports, archive);
  return [
    attachRoute(ports, limits),
    writeRoute(ports),
    messageRoute(ports),
    readRoute(ports),
    ...showRoutes(ports),
    ...stored,
  ];
}

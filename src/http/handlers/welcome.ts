import { toOutcome } from '../../outcome/outcome.ts';
import type { Handler, Route, RouteDoc } from '../route.ts';
import { resourceAnswer } from '../route.ts';

/** What whoever comes by the front door is told: what this is, and what to do next. */
export function welcomeRoutes(): readonly Route[] {
  const handle: Handler = ({ language, base }) => {
    const values = { base, root: base.replace(/\/fhir$/, '') };
    return resourceAnswer(toOutcome([{ code: 'welcome', values }], language));
  };
  const doc: RouteDoc = { summary: 'What this service is, and what to do next', returns: 'OperationOutcome' };
  return ['/', '/fhir'].map((path) => ({ method: 'get', path, scope: 'anybody', handle, doc }));
}

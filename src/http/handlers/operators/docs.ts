import { skipReasons, views } from '../../../outbox/desk.ts';
import { caredFor } from '../../../work/letters/desk.ts';
import type { ParameterDoc, RouteDoc } from '../../route.ts';

const returns = 'application/json';

/** Most deliveries in one order: what is counted before it is done is done in one transaction. */
export const mostAtOnce = 1_000;

/** Most rows of a page. */
export const mostOnPage = 200;

const after = { name: '_after', type: 'string', text: 'Where the page before ended (`next`); the first without it.' };
const count = { name: '_count', type: 'integer', text: `Rows of a page: 1 to ${mostOnPage}; 50 where not given.` };
const destination = { name: 'destination', type: 'string', text: 'Only those for this destination.' };
const code = { name: 'code', type: 'string', text: 'Only those whose last try ended with this code.' };

export const overviewDoc: RouteDoc = {
  summary:
    'What waits, for whom and since when, what failed and why, letters that somebody has to look at, the routes, and tries per hour; nothing of any citizen',
  returns,
};

export const deliveriesDoc = {
  summary: 'Deliveries, a page at a time; nothing of any citizen',
  returns,
  parameters: [
    {
      name: 'view',
      type: 'string',
      values: views,
      text: 'waiting (where not given), failing (waiting after a try that failed), dead: the oldest first; delivered, skipped: the newest first. Of those a page may be empty and be followed by more.',
    },
    destination,
    code,
    after,
    count,
  ],
} as const satisfies RouteDoc;

export const deliveryDoc: RouteDoc = {
  summary:
    'One delivery with its tries and the response that it is about, which is written down in the audit; its citizen for whoever may read the response',
  returns,
};

export const lettersDoc = {
  summary:
    'Letters that somebody waits for or has to look at, the oldest first, a page at a time; nothing of any citizen',
  returns,
  parameters: [
    {
      name: 'state',
      type: 'string',
      repeats: true,
      values: caredFor,
      text: 'Only letters in one of these states; in any of them where not given.',
    },
    after,
    count,
  ],
} as const satisfies RouteDoc;

const orderParameters: readonly ParameterDoc[] = [
  {
    name: 'numbers',
    type: 'integer',
    repeats: true,
    text: `The deliveries, at most ${mostAtOnce}; where not given, the dead ones, the oldest first.`,
  },
  destination,
  code,
  {
    name: 'limit',
    type: 'integer',
    text: `At most so many of them: 1 to ${mostAtOnce}, which is what it is where not given.`,
  },
  {
    name: 'dry',
    type: 'boolean',
    required: true,
    text: 'true: says only what would be. false: does it, and takes numbers alone, so that nothing else is changed than what was counted.',
  },
];

const skipReasonDoc = {
  name: 'reason',
  type: 'string',
  values: skipReasons,
  text: 'Why: the receiver was told otherwise, it is not needed any more, it was the wrong receiver, it was a test.',
} as const;

export function changeDoc(deed: 'retry' | 'skip'): RouteDoc {
  const summary = {
    retry: 'Tries dead deliveries again, dry first',
    skip: 'Leaves dead or waiting deliveries undone for good, dry first',
  }[deed];
  return {
    summary: `${summary}; written down in the audit, in the same transaction`,
    returns,
    refuses: ['400'],
    parameters:
      deed === 'skip'
        ? [...orderParameters, { ...skipReasonDoc, text: `${skipReasonDoc.text} Needed to do it.` }]
        : orderParameters,
  };
}

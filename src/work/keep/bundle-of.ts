import type { Bundle } from 'fhir/r4.js';
import type { Model } from '../../model/types.ts';
import { transactionBundle } from '../../resources/bundle.ts';
import type { Previous } from '../../resources/entries.ts';
import { letterBundle } from '../../resources/letter-bundle.ts';
import { software } from '../../version.ts';
import type { Account } from './account.ts';

/**
 * The Bundle of an account, closing what came before. For other servers: what a sender calls its citizens and
 * professionals may be somebody else there.
 */
export function bundleOf(model: Model, account: Account, previous?: Previous): Bundle {
  const input = { model, software, references: 'logical', previous } as const;
  return 'response' in account
    ? transactionBundle({ ...input, assessment: account.assessment, response: account.response })
    : letterBundle({ ...input, ...account });
}

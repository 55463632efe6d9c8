import { holdsCpr } from '../intake/cpr.ts';
import { refuse } from '../outcome/problem.ts';

/**
 * What a person writes to technicians of a receipt: it stands in their logs, and must not say whom it is about. Code:
 * receipt-text-number at the option.
 */
export function checkTechnicalText(text: string | undefined, option: string): void {
  if (text !== undefined && holdsCpr(text)) refuse('receipt-text-number', { place: { option } });
}

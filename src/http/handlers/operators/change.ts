import { type Changed, type Selection, type SkipReason, skipReasons } from '../../../outbox/desk.ts';
import type { Operators } from '../../../outbox/operators.ts';
import { refuse } from '../../../outcome/problem.ts';
import { actorOf } from '../../disclosure.ts';
import { isObject } from '../../parameters.ts';
import { type Handler, jsonAnswer } from '../../route.ts';
import { refuseForm } from '../letters/order.ts';
import { requireDestination } from './deliveries.ts';
import { changeDoc, mostAtOnce } from './docs.ts';

/** An order as it was read. */
interface Order {
  readonly selection: Selection;
  readonly dry: boolean;
  readonly reason: SkipReason | undefined;
}

/**
 * Tries deliveries again, or leaves them undone: first dry, which says how many and which; then these, by their
 * numbers. Codes: request-part-missing, request-part-unknown, request-part-form, destination-unknown.
 */
export function changeDeliveries({ desk, kinds }: Operators, deed: 'retry' | 'skip'): Handler {
  return async (incoming) => {
    const { selection, dry, reason } = readOrder(incoming.document().value, deed);
    await requireDestination({ desk, kinds }, selection.destination);
    const { requestId: correlation } = incoming;
    const ordered = dry ? undefined : { by: actorOf(incoming), reason, correlation };
    const changed = await desk.change(selection, deed === 'retry' ? 'retried' : 'skipped', ordered);
    const asked = selection.numbers === undefined ? changed.length : new Set(selection.numbers).size;
    return jsonAnswer({ dry, counts: counted(changed, asked), deliveries: changed });
  };
}

/** How many become what; those that were named and are in no state to be changed are `untouched`. */
function counted(changed: readonly Changed[], asked: number): object {
  const count = (result: Changed['result']) => changed.filter((one) => one.result === result).length;
  return {
    ...{ retried: count('retried'), skipped: count('skipped') },
    ...{ overtaken: count('overtaken'), sending: count('sending'), untouched: asked - changed.length },
  };
}

function readOrder(value: unknown, deed: 'retry' | 'skip'): Order {
  const known = (changeDoc(deed).parameters ?? []).map(({ name }) => name);
  const missing = (name: string) => refuse('request-part-missing', { values: { name, known: known.join(', ') } });
  if (!isObject(value)) return missing('dry');
  if (Object.keys(value).some((name) => !known.includes(name))) {
    refuse('request-part-unknown', { values: { known: known.join(', ') } });
  }
  const { dry = missing('dry'), numbers } = value;
  if (typeof dry !== 'boolean') return refuseForm('dry', 'boolean');
  // Whatever died since it was counted is not meant.
  if (!dry && numbers === undefined) return missing('numbers');
  const reason = reasonIn(value.reason);
  if (!dry && deed === 'skip' && reason === undefined) return missing('reason');
  const destination = textIn('destination', value.destination);
  const code = textIn('code', value.code);
  const limit = value.limit === undefined ? mostAtOnce : wholeNumber('limit', value.limit, mostAtOnce);
  const chosen = numbers === undefined ? { state: 'dead' as const } : { numbers: numbersIn(numbers) };
  return { selection: { ...chosen, destination, code, limit }, dry, reason };
}

function numbersIn(given: unknown): readonly number[] {
  const form = `integer[1..${mostAtOnce}]`;
  if (!Array.isArray(given) || given.length === 0 || given.length > mostAtOnce) return refuseForm('numbers', form);
  return given.map((one) => wholeNumber('numbers', one, Number.MAX_SAFE_INTEGER));
}

function wholeNumber(name: string, given: unknown, most: number): number {
  const right = typeof given === 'number' && Number.isSafeInteger(given) && given > 0 && given <= most;
  return right ? given : refuseForm(name, `integer, 1..${most}`);
}

function textIn(name: string, given: unknown): string | undefined {
  return given === undefined || typeof given === 'string' ? given : refuseForm(name, 'string');
}

function reasonIn(given: unknown): SkipReason | undefined {
  if (given === undefined) return undefined;
  return skipReasons.find((reason) => reason === given) ?? refuseForm('reason', skipReasons.join(' | '));
}

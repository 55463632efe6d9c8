import type { CompiledItem, RuleContext, Subject } from '../types.ts';

/** An item as it is for this response: most are as they are written. */
export function concreteItem(subject: Subject, context: RuleContext): CompiledItem {
  const { expected } = subject;
  return expected.dynamics.length === 0 ? expected : (context.concrete?.(subject).item ?? expected);
}

/** The ways in which an item may be otherwise than what is certain of it; none for most. */
export function worldsOf(subject: Subject, context: RuleContext): readonly CompiledItem[] {
  return subject.expected.dynamics.length === 0 ? [] : (context.concrete?.(subject).worlds ?? []);
}

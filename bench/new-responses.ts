import { systems } from '../src/model/systems.ts';
import type { Model } from '../src/model/types.ts';
import { exampleResponse } from '../src/package/archive/example-response.ts';

/** Gives a response at each call that was not there before, of both variants and all levels in turn; two a citizen. */
export function newResponses(model: Model, first = 0): () => string {
  let count = first;
  return () => {
    count += 1;
    const variant = model.variants[count % model.variants.length];
    const level = variant?.levels[count % variant.levels.length];
    if (variant === undefined || level === undefined) throw new Error('a model without levels');
    const identifier = { system: 'https://example.org/bench', value: `bench-${count}` };
    const subject = { identifier: { system: systems.cpr, value: citizen(count >> 1) } };
    return JSON.stringify({ ...exampleResponse(model, variant, level), identifier, subject });
  };
}

/** Nobody's number: of days in 2020 to 2035. */
function citizen(index: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const [day, month, year] = [(index % 28) + 1, (Math.floor(index / 28) % 12) + 1, 20 + (Math.floor(index / 336) % 16)];
  return `${two(day)}${two(month)}${two(year)}${4000 + (Math.floor(index / 5376) % 1000)}`;
}

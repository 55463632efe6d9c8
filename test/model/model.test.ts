import { expect, test } from 'vitest';
import { loadModel } from '../../src/profiles.ts';

test('the model is frozen through and through: no user of it can change it for the others', () => {
  const model = loadModel() as unknown as Record<string, unknown>;
  const open: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!Object.isFrozen(value)) open.push(path);
    if (value instanceof Map) {
      expect(() => value.set('x', 1), path).toThrow(TypeError);
      expect(() => value.clear(), path).toThrow(TypeError);
      for (const [key, one] of value) visit(one, `${path}.${key}`);
    } else {
      for (const [key, one] of Object.entries(value)) visit(one, `${path}.${key}`);
    }
  };
  visit(model, 'model');
  expect(open).toEqual([]);
});

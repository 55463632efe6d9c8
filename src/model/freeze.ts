/**
 * Freezes a value with everything in it, so that no user of the model can change it for the others. A Map cannot be
 * frozen: its changing methods throw instead.
 */
export function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Map) {
    for (const one of value.values()) freeze(one);
    Object.assign(value, { set: unchangeable, delete: unchangeable, clear: unchangeable });
  } else {
    for (const one of Object.values(value)) freeze(one);
  }
  return Object.freeze(value);
}

function unchangeable(): never {
  throw new TypeError('the model cannot be changed');
}

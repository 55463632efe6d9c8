/** What is made of a thing of the model, once. */
export function madePer<Thing extends object, Value>(make: (thing: Thing) => Value): (thing: Thing) => Value {
  const made = new WeakMap<Thing, { readonly value: Value }>();
  return (thing) => {
    const known = made.get(thing);
    if (known !== undefined) return known.value;
    const value = make(thing);
    // What is made for one response is not kept: holding it costs more than making it.
    if (Object.isFrozen(thing)) made.set(thing, { value });
    return value;
  };
}

let failed = 0;

/** Prints a line; a check that gives false, a text (what is wrong) or an error has failed. The rest goes on. */
export async function check(title: string, test: () => unknown): Promise<void> {
  let found: unknown;
  try {
    found = await test();
  } catch (error) {
    found = error instanceof Error ? error.message : String(error);
  }
  const ok = found === true || found === undefined;
  if (!ok) failed += 1;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${title}${ok || found === false ? '' : `: ${found}`}`);
}

export function failures(): number {
  return failed;
}

/** Asks until the answer is there: a server indexes in the background. Gives the last answer. */
export async function eventually<Value>(ask: () => Promise<Value>, good: (value: Value) => boolean): Promise<Value> {
  const end = performance.now() + 120_000;
  for (;;) {
    const value = await ask();
    if (good(value) || performance.now() > end) return value;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

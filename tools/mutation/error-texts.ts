/** As much of a node of Babel's tree as is asked here. */
interface Place {
  readonly node: unknown;
  readonly parent?: { readonly type: string; readonly callee?: { readonly type: string; readonly name?: string } };
}

/**
 * Leaves the sentences of Errors alone, for Stryker. Such a sentence is for whoever mends the program: another one
 * changes nothing that the program does, and a test of it would repeat the code. What people are told is a code of
 * `src/outcome/`, and no Error. The condition that leads to an Error is mutated like any other.
 */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'error-texts',
    value: {
      shouldIgnore({ node, parent }: Place): string | undefined {
        if (parent?.type !== 'NewExpression' || parent.callee === node) return undefined;
        return /Error$/.test(parent.callee?.name ?? '') ? 'the text of an Error' : undefined;
      },
    },
  },
];

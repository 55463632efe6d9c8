import { findNodeAtLocation, parseTree } from 'jsonc-parser';

export type Steps = readonly (string | number)[];

/** Where things stand in the text of the file: a field as people write it, and its line, from 1. */
export interface Places {
  at(...steps: Steps): { readonly field: string; readonly line: string };
}

export function placesIn(text: string): Places {
  const tree = parseTree(text);
  return {
    at: (...steps) => {
      // What is missing has no line of its own: it is missing where it would stand.
      let found = tree;
      for (let length = steps.length; tree !== undefined && length > 0; length -= 1) {
        const node = findNodeAtLocation(tree, steps.slice(0, length));
        if (node === undefined) continue;
        found = node;
        break;
      }
      const line = text.slice(0, found?.offset ?? 0).split('\n').length;
      return { field: fieldOf(steps), line: String(line) };
    },
  };
}

function fieldOf(steps: Steps): string {
  return steps.map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${step}`)).join('');
}

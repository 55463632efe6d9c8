/** Where modules come from: the text of a file, and the file that an import of another one leads to. */
export interface Sources {
  readonly read: (file: string) => string;
  readonly find: (specifier: string, from: string) => string;
}

const imports = /^import\s*\{([^}]*)\}\s*from\s*(['"])([^'"\n]+)\2;?$/gm;
const declared = /^export (?=(?:async )?(?:function\*?|const|class) +([\w$]+))/gm;
const listed = /\bexport\s*\{([^}]*)\};?$/gm;
const otherForms = /^\s*(?:import|export)\b.*|\bimport\s*[.(].*/m;

/**
 * A module and all that it imports as one text that imports and exports nothing: a browser asks once instead of once
 * for each. Each module keeps names of its own in a function, and is run once, after what it imports. Forms of import
 * and export that are not made for this, imports of names that are not there and modules that import each other throw
 * an Error: nothing is left to chance.
 */
export function joined(entry: string, { read, find }: Sources): string {
  const made = new Map<string, { readonly name: string; readonly exported: ReadonlySet<string> } | 'begun'>();
  const parts: string[] = [];
  const take = (file: string): void => {
    made.set(file, 'begun');
    const pairs: [string, string][] = [];
    const body = read(file)
      .replace(imports, (_, list: string, _quote, specifier: string) => {
        const from = find(specifier, file);
        if (!made.has(from)) take(from);
        const other = made.get(from);
        if (other === undefined || other === 'begun') throw new Error(`${file} and ${from} import each other`);
        const names = pairsOf(list);
        const missing = names.find(([name]) => !other.exported.has(name));
        if (missing !== undefined) throw new Error(`${file} imports ${missing[0]}, which ${from} does not export`);
        return names.length === 0 ? '' : `const { ${written(names)} } = ${other.name};`;
      })
      .replace(declared, (_, name: string) => {
        pairs.push([name, name]);
        return '';
      })
      .replace(listed, (_, list: string) => {
        pairs.push(...pairsOf(list).map(([own, name]): [string, string] => [name, own]));
        return '';
      });
    const [left] = otherForms.exec(body) ?? [];
    if (left !== undefined) throw new Error(`${file} cannot be joined for a browser: ${left}`);
    const name = `$${parts.length}`;
    made.set(file, { name, exported: new Set(pairs.map(([exported]) => exported)) });
    parts.push(file === entry ? body : `const ${name} = (() => {\n${body}\nreturn { ${written(pairs)} };\n})();`);
  };
  take(entry);
  return parts.join('\n').replace(/\n{2,}/g, '\n');
}

/** `a, b as c`: each name, and the name that it gets. */
function pairsOf(list: string): readonly (readonly [string, string])[] {
  const names = list.split(',').flatMap((part) => part.trim() || []);
  return names.map((part) => {
    const [name = '', to = name] = part.split(/\s+as\s+/);
    return [name, to];
  });
}

function written(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([key, value]) => (key === value ? key : `${key}: ${value}`)).join(', ');
}

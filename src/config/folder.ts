import { accessSync } from 'node:fs';
import type { IssueCode } from '../outcome/catalog.ts';
import { refuse } from '../outcome/problem.ts';

/** Reads the path of a folder that may be used in every way of `mode` (node:fs `constants`); any other is refused. */
export function folderFor(mode: number, code: IssueCode): (text: string) => string {
  return (text) => {
    try {
      accessSync(text, mode);
      return text;
    } catch {
      return refuse(code);
    }
  };
}

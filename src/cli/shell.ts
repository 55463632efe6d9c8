import type { Text } from '../model/types.ts';
import type { Language } from '../outcome/outcome.ts';

/** What the commands are set up with. */
export interface Shell {
  readonly language: Language;
  /** A text in the language of the run. */
  readonly say: (text: Text) => string;
  /** Takes the exit code of a command that is done. */
  readonly finish: (code: number) => void;
}

/** The language that is asked for; the help has to know it before the command line is read. Danish where none is. */
export function languageIn(argv: readonly string[]): Language {
  const at = argv.findLastIndex((argument) => argument === '--lang' || argument.startsWith('--lang='));
  const given = argv[at]?.split('=')[1] ?? argv[at + 1];
  return at >= 0 && given === 'en' ? 'en' : 'da';
}

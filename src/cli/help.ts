import type { Argument, Command, Option } from 'commander';
import type { Text } from '../model/types.ts';
import type { Shell } from './shell.ts';

/** commander's own words. */
const words: Readonly<Record<string, Text>> = {
  'Usage:': { da: 'Brug:', en: 'Usage:' },
  'Arguments:': { da: 'Argumenter:', en: 'Arguments:' },
  'Options:': { da: 'Valg:', en: 'Options:' },
  'Commands:': { da: 'Kommandoer:', en: 'Commands:' },
  '[options]': { da: '[valg]', en: '[options]' },
  '[command]': { da: '[kommando]', en: '[command]' },
};

/** Help in the language of the run, for the program and every command below it. */
export function speak(program: Command, { say }: Shell): Command {
  const spoken = (word: string) => (words[word] === undefined ? word : say(words[word]));
  const showsHelp = say({ da: 'vis denne hjælp', en: 'show this help' });
  return program
    .helpOption('-h, --help', showsHelp)
    .helpCommand('help [command]', say({ da: 'vis hjælp til en kommando', en: 'show the help of a command' }))
    .configureHelp({
      styleTitle: spoken,
      styleOptionText: spoken,
      styleSubcommandText: spoken,
      styleArgumentText: spoken,
      optionDescription: (option) => withDefault(option, say),
      argumentDescription: (argument: Argument) => argument.description,
    });
}

function withDefault({ description, defaultValue, argChoices }: Option, say: Shell['say']): string {
  const choices = argChoices === undefined ? [] : [argChoices.join(', ')];
  const initial =
    defaultValue === undefined ? [] : [say({ da: `ellers ${defaultValue}`, en: `default ${defaultValue}` })];
  const more = [...choices, ...initial].join('; ');
  return more === '' ? description : `${description} (${more})`;
}

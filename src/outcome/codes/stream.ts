import { entries } from './entry.ts';

/** What can be wrong around a stream of lines: its archive, its output, and going on with what was cut off. */
export const streamCodes = entries({
  'archive-cut': {
    severity: 'error',
    type: 'invalid',
    da: 'Den pakkede fil {file} er ikke hel: den ender for tidligt.',
    en: 'The packed file {file} is not whole: it ends too early.',
    mend: {
      da: 'Hent filen igen, og fortsæt med {option:resume}; hele linjer før bruddet er besvaret.',
      en: 'Get the file again, and go on with {option:resume}; whole lines before the break are answered.',
    },
  },
  'archive-damaged': {
    severity: 'error',
    type: 'invalid',
    da: 'Den pakkede fil {file} er ødelagt, eller den er ikke pakket sådan, som dens navn siger.',
    en: 'The packed file {file} is damaged, or is not packed as its name says.',
    mend: {
      da: 'Hent filen igen, og fortsæt med {option:resume}; hele linjer før bruddet er besvaret.',
      en: 'Get the file again, and go on with {option:resume}; whole lines before the break are answered.',
    },
  },
  'attach-line': {
    severity: 'error',
    type: 'structure',
    da: 'Linjen er ikke et brev og et svar: {"letter": "brevets bytes som base64", "response": QuestionnaireResponse}.',
    en: 'The line is not a letter and a response: {"letter": "the letter’s bytes as base64", "response": QuestionnaireResponse}.',
    mend: { da: 'Ret linjen; intet andet må stå i den.', en: 'Mend the line; nothing else may stand in it.' },
  },
  'output-exists': {
    severity: 'error',
    type: 'duplicate',
    da: 'Filen {file} er der allerede; den er ikke rørt.',
    en: 'The file {file} is there already; it was not touched.',
    mend: {
      da: 'Vælg et andet navn, eller fortsæt en afbrudt kørsel med {option:resume}.',
      en: 'Choose another name, or go on with a run that was cut off by {option:resume}.',
    },
  },
  'output-same': {
    severity: 'error',
    type: 'business-rule',
    da: 'Den samme fil er nævnt to gange, som det, der læses, eller det, der skrives; intet er skrevet.',
    en: 'The same file is named twice, as what is read or what is written; nothing was written.',
    mend: { da: 'Giv hver sin fil.', en: 'Give each a file of its own.' },
  },
  'resume-input': {
    severity: 'error',
    type: 'conflict',
    da: 'Det, der læses, er ikke det samme som før: de første {lines} linjer, som er besvaret, er ændret. Intet er skrevet.',
    en: 'What is read is not the same as before: the first {lines} lines, which are answered, were changed. Nothing was written.',
    mend: {
      da: 'Fortsæt med den oprindelige fil, eller begynd forfra med en ny fil at skrive i.',
      en: 'Go on with the original file, or begin again with a new file to write to.',
    },
  },
  'resume-output': {
    severity: 'error',
    type: 'conflict',
    da: 'Det, der står i {file}, er ikke svarene på det, der læses. Intet er skrevet i den.',
    en: 'What stands in {file} is not the answers to what is read. Nothing was written to it.',
    mend: {
      da: 'Fortsæt med de oprindelige filer, eller begynd forfra med en ny fil at skrive i.',
      en: 'Go on with the original files, or begin again with a new file to write to.',
    },
  },
  'resume-other': {
    severity: 'error',
    type: 'conflict',
    da: 'Kørslen, der blev afbrudt, blev kaldt på en anden måde, eller af en anden udgave af Niveau. Intet er skrevet.',
    en: 'The run that was cut off was called in another way, or by another version of Niveau. Nothing was written.',
    mend: {
      da: 'Gentag kaldet med de samme valg, eller begynd forfra med en ny fil at skrive i.',
      en: 'Repeat the call with the same options, or begin again with a new file to write to.',
    },
  },
  'resume-unknown': {
    severity: 'error',
    type: 'not-found',
    da: 'Der er ingen afbrudt kørsel at fortsætte: noten {file} er der ikke, eller den kan ikke læses. Intet er skrevet.',
    en: 'There is no run that was cut off: the note {file} is not there, or cannot be read. Nothing was written.',
    mend: {
      da: 'Er kørslen færdig, er der intet at gøre; ellers begynd forfra med en ny fil at skrive i.',
      en: 'If the run is finished there is nothing to do; else begin again with a new file to write to.',
    },
  },
  'stream-interrupted': {
    severity: 'error',
    type: 'exception',
    da: 'Afbrudt efter {lines} linjer.',
    en: 'Cut off after {lines} lines.',
    mend: {
      da: 'Skrives der til en fil ({option:out}), fortsætter det samme kald med {option:resume}.',
      en: 'Where a file is written ({option:out}), the same call with {option:resume} goes on.',
    },
  },
  'import-count': {
    severity: 'error',
    type: 'conflict',
    da: 'Manifestet siger, at {file} har {count} linjer, men den har {lines}. Dem, der er der, er gemt eller afvist.',
    en: 'The manifest says that {file} has {count} lines, but it has {lines}. Those that are there are kept or refused.',
    mend: { da: 'Hent filen igen, og gentag importen.', en: 'Get the file again, and repeat the import.' },
  },
  'import-file-missing': {
    severity: 'error',
    type: 'not-found',
    da: 'Filen {file}, som manifestet {manifest} nævner, ligger ikke ved siden af det. Intet er gemt.',
    en: 'The file {file}, which the manifest {manifest} names, does not lie beside it. Nothing was kept.',
    mend: {
      da: 'Hent filerne, som manifestet nævner, til dets mappe; der hentes intet herfra.',
      en: 'Get the files that the manifest names into its folder; nothing is fetched from here.',
    },
  },
  'import-manifest': {
    severity: 'error',
    type: 'structure',
    da: '{file} er ikke et manifest med type og url for hver fil (output, input eller Parameters). Intet er gemt.',
    en: '{file} is not a manifest with type and url of each file (output, input or Parameters). Nothing was kept.',
    mend: {
      da: 'Giv manifestet fra en FHIR bulk-eksport, eller filen eller mappen med linjerne selv.',
      en: 'Give the manifest of a FHIR bulk export, or the file or folder with the lines itself.',
    },
  },
  'import-nothing': {
    severity: 'error',
    type: 'not-found',
    da: 'I {source} er der ingen fil med QuestionnaireResponse (.ndjson, .ndjson.gz eller .ndjson.zst).',
    en: 'In {source} there is no file of QuestionnaireResponse (.ndjson, .ndjson.gz or .ndjson.zst).',
    mend: { da: 'Giv mappen eller filen med linjerne.', en: 'Give the folder or the file with the lines.' },
  },
});

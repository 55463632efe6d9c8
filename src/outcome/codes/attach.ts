import { entries } from './entry.ts';

const original = {
  da: 'Tag brevet, som det var, før noget niveau blev sat ind, og sæt det nye ind i det.',
  en: 'Take the letter as it was before any level was put in, and attach the new one to that.',
};

/** Why a level is not put into a letter. Nothing was changed then. */
export const attachCodes = entries({
  'wrong-citizen': {
    severity: 'error',
    type: 'conflict',
    da: 'Brevet handler ikke om den borger, som svaret handler om.',
    en: 'The letter is not about the citizen whom the response is about.',
    mend: { da: 'Find borgerens eget brev.', en: 'Find the citizen’s own letter.' },
  },
  'several-letters': {
    severity: 'error',
    type: 'conflict',
    da: 'Forsendelsen har {count} breve om borgeren, og det er ikke sagt, hvilket af dem niveauet skal ind i.',
    en: 'The message has {count} letters about the citizen, and it is not said which of them the level is for.',
    mend: {
      da: 'Angiv brevets Letter/Identifier med {option:letter}.',
      en: 'Name the Letter/Identifier of the letter by {option:letter}.',
    },
  },
  'letter-named-unknown': {
    severity: 'error',
    type: 'not-found',
    da: 'Forsendelsen har intet brev med den Letter/Identifier, der kan rumme et niveau.',
    en: 'The message has no letter of that Letter/Identifier that can carry a level.',
    mend: { da: 'Kontrollér {option:letter}.', en: 'Check {option:letter}.' },
  },
  'category-missing': {
    severity: 'error',
    type: 'required',
    da: 'Brevet har endnu ingen klinisk tekst, og i denne version kan den kun begynde med en kategori.',
    en: 'The letter has no clinical text yet, and in this version such a text can only begin with a category.',
    mend: {
      da: 'Angiv en af {codes} med {option:category}.',
      en: 'Give one of {codes} by {option:category}.',
    },
  },
  'no-room': {
    severity: 'error',
    type: 'too-long',
    da: 'Der er ikke plads til niveauet i brevet: teksten ville fylde {length} tegn, og der er plads til {most}.',
    en: 'There is no room for the level in the letter: the text would have {length} characters, and there is room for {most}.',
    mend: {
      da: 'Forkort de længste svar (tegn: {answers}), udelad belastning, begrundelser og kommentar med {option:brief}, eller send niveauet i en korrespondance for sig (niveau letter XDIS91).',
      en: 'Shorten the longest answers (characters: {answers}), leave out factors, reasons and comment by {option:brief}, or send the level in a correspondence of its own (niveau letter XDIS91).',
    },
  },
  'older-than-present': {
    severity: 'error',
    type: 'conflict',
    da: 'Brevet har allerede et niveau, der er nyere ({present}) end svarets ({given}).',
    en: 'The letter already has a level that is newer ({present}) than the response’s ({given}).',
    mend: { da: 'Brug det nyeste svar.', en: 'Use the newest response.' },
  },
  'block-changed': {
    severity: 'error',
    type: 'conflict',
    da: 'Brevet har et niveau, hvis tekst er ændret, siden det blev sat ind, eller som hører til en anden borger.',
    en: 'The letter has a level whose text was changed after it was put in, or that belongs to another citizen.',
    mend: original,
  },
  'block-moved': {
    severity: 'error',
    type: 'conflict',
    da: 'Niveauet i brevet står ikke længere som ren tekst ét sted (det er formateret, delt eller i CDATA), så det kan ikke udskiftes.',
    en: 'The level in the letter no longer stands as plain text in one place (it is formatted, split or in CDATA), so it cannot be replaced.',
    mend: original,
  },
  'several-blocks': {
    severity: 'error',
    type: 'conflict',
    da: 'Brevet har {count} niveauer af samme variant, så det er uvist, hvilket der skal udskiftes.',
    en: 'The letter has {count} levels of the same variant, so it cannot be told which one to replace.',
    mend: original,
  },
  'recommendation-unavailable': {
    severity: 'error',
    type: 'not-supported',
    da: 'Den brevtype har intet felt til anbefalinger til den praktiserende læge (RecommendedAction).',
    en: 'That type of letter has no field for recommendations to the GP (RecommendedAction).',
    mend: {
      da: 'Udelad {option:recommend}; handlingerne står i teksten.',
      en: 'Leave out {option:recommend}; the actions stand in the text.',
    },
  },
  'recommendation-unknown': {
    severity: 'error',
    type: 'code-invalid',
    da: 'Den handling hører ikke til det niveau, der gælder.',
    en: 'That action does not belong to the level in force.',
    mend: { da: 'Vælg blandt {codes}.', en: 'Choose among {codes}.' },
  },
  'recommendation-declined': {
    severity: 'error',
    type: 'business-rule',
    da: 'Handlingen {code} er fravalgt i svaret, så den kan ikke anbefales den praktiserende læge.',
    en: 'The action {code} was decided against in the response, so it cannot be recommended to the GP.',
    mend: {
      da: 'Udelad den af {option:recommend}, eller ret beslutningen i svaret.',
      en: 'Leave it out of {option:recommend}, or change the decision in the response.',
    },
  },
  'recommendation-not-gp': {
    severity: 'error',
    type: 'business-rule',
    da: 'Handlingen {code} er ikke den praktiserende læges; den vedrører andre parter.',
    en: 'The action {code} is not the GP’s; it concerns other parties.',
    mend: { da: 'Udelad den af {option:recommend}.', en: 'Leave it out of {option:recommend}.' },
  },
  'recommendation-priority': {
    severity: 'error',
    type: 'required',
    da: 'En anbefaling til den praktiserende læge skal have en prioritet, og en prioritet skal have en anbefaling.',
    en: 'A recommendation to the GP needs a priority, and a priority needs a recommendation.',
    mend: {
      da: 'Angiv {option:recommend} og {option:priority} sammen; prioriteten er en af {codes}.',
      en: 'Give {option:recommend} and {option:priority} together; the priority is one of {codes}.',
    },
  },
  'priority-differs': {
    severity: 'error',
    type: 'conflict',
    da: 'Brevet har allerede en anden ActionPriority, som er afsenderens.',
    en: 'The letter already has another ActionPriority, which is the sender’s.',
    mend: { da: 'Brug brevets egen prioritet.', en: 'Use the priority of the letter itself.' },
  },
  'recommendation-stale': {
    severity: 'error',
    type: 'conflict',
    da: 'Brevet har en anbefaling til den praktiserende læge fra en ældre vurdering.',
    en: 'The letter has a recommendation to the GP from an older assessment.',
    mend: {
      da: 'Angiv handlingerne igen med {option:recommend} og {option:priority}, eller tag det oprindelige brev.',
      en: 'Name the actions again by {option:recommend} and {option:priority}, or take the original letter.',
    },
  },
  'no-reference': {
    severity: 'error',
    type: 'not-supported',
    da: 'Den brevtype kan ikke henvise til en PDF.',
    en: 'That type of letter cannot refer to a PDF.',
    mend: {
      da: 'Udelad {option:pdfLetter}, eller send PDF’en med en korrespondance (niveau letter XDIS91).',
      en: 'Leave out {option:pdfLetter}, or send the PDF with a correspondence (niveau letter XDIS91).',
    },
  },
  'references-full': {
    severity: 'error',
    type: 'too-long',
    da: 'Brevet har allerede {most} henvisninger (Reference), så der er ikke plads til PDF’en.',
    en: 'The letter already has {most} references, so there is no room for the PDF.',
    mend: { da: 'Udelad {option:pdfLetter}.', en: 'Leave out {option:pdfLetter}.' },
  },
  'reference-stale': {
    severity: 'error',
    type: 'conflict',
    da: 'Brevet henviser til en PDF fra en anden vurdering.',
    en: 'The letter refers to a PDF of another assessment.',
    mend: {
      da: 'Giv den nye PDF med {option:pdfLetter}, eller tag det oprindelige brev.',
      en: 'Give the new PDF by {option:pdfLetter}, or take the original letter.',
    },
  },
  'no-block': {
    severity: 'error',
    type: 'not-found',
    da: 'Brevet har intet niveau, som kan læses: der er ingen blok, eller den er ændret, afkortet eller en anden borgers.',
    en: 'The letter has no level that can be read: there is no block, or it was changed, cut or is another citizen’s.',
    mend: {
      da: 'Læs brevet selv: fri tekst om niveauer bliver aldrig gættet til et niveau.',
      en: 'Read the letter yourself: free text about levels is never guessed into a level.',
    },
  },
  'block-unknown-text': {
    severity: 'error',
    type: 'not-supported',
    da: 'Niveauet i brevet er uændret, men en del af dets tekst kan ikke forstås, så intet af det er læst.',
    en: 'The level in the letter is unchanged, but a part of its text is not understood, so nothing of it was read.',
    mend: { da: 'Opdatér Niveau, eller læs teksten selv.', en: 'Update Niveau, or read the text yourself.' },
  },
  'character-outside': {
    severity: 'warning',
    type: 'value',
    da: 'Teksten har tegn uden for ISO-8859-1 ({characters}). De står i brevet som talreferencer, og en modtager, der omsætter brevet til EDIFACT, kan standse ved dem.',
    en: 'The text has characters outside ISO-8859-1 ({characters}). They stand in the letter as numeric references, and a receiver that converts the letter to EDIFACT may stop at them.',
    mend: { da: 'Skriv dem på en anden måde i svaret.', en: 'Write them in another way in the response.' },
  },
  'block-version-unknown': {
    severity: 'error',
    type: 'not-supported',
    da: 'Niveauet i brevet er af en variant eller version, som denne udgave af Niveau ikke har.',
    en: 'The level in the letter is of a variant or version that this edition of Niveau does not have.',
    mend: { da: 'Opdatér Niveau, eller læs teksten selv.', en: 'Update Niveau, or read the text yourself.' },
  },
});

import { code, html, type Language, page } from './html.ts';
import { implementationGuide, imprintOf, type Source } from './source.ts';

const commands = `<pre tabindex="0">npx niveau load --server https://server/fhir --check
npx niveau load --server https://server/fhir
npx niveau package --out package</pre>`;

const words = {
  intro: {
    da: 'Indlæs på en FHIR R4-server: se først efter, indlæs, og se efter igen.',
    en: 'Load on a FHIR R4 server: look first, load, and look again.',
  },
  facts: {
    da: [
      'Kommandoen kan gentages og afbrydes; det, som er der, bliver stående.',
      'Ressourcer findes ved url og version, aldrig ved id: to versioner kan stå side om side.',
      'Samme url og version med andet indhold er en konflikt, og intet skrives. --diff viser forskellen, --replace overskriver.',
      '--retire 1.0.0 sætter serverens ressourcer af den version til retired.',
      'Pakken package.tgz er en FHIR-pakke med eksempler og denne vejledning; transaction.json er en transaktion af betingede creates.',
      'HAPI’s egen installation springer skemaer, planer og kladder over: kør niveau load bagefter.',
    ],
    en: [
      'The command may be repeated and cut off; what is there stays.',
      'Resources are found by url and version, never by id: two versions may stand side by side.',
      'The same url and version with other content is a conflict, and nothing is written. --diff shows the difference, --replace writes over it.',
      "--retire 1.0.0 gives the server's resources of that version the status retired.",
      'The package package.tgz is a FHIR package with examples and this guide; transaction.json is a transaction of conditional creates.',
      "HAPI's own installer leaves out forms, plans and drafts: run niveau load afterwards.",
    ],
  },
  needs: { da: 'Bygger på', en: 'Builds on' },
  name: {
    da: 'er et navn og ikke noget, der kan hentes.',
    en: 'is a name and nothing to be fetched.',
  },
} as const;

/** How an administrator loads the package. */
export function loadingPage(source: Source, language: Language): string {
  const needs = (implementationGuide(source.resources)?.dependsOn ?? []).map(
    ({ packageId, version }) => `<li>${code(`${packageId}#${version}`)}</li>`,
  );
  const facts = words.facts[language].map((fact) => `<li>${html(fact)}</li>`);
  const content = `<p>${words.intro[language]}</p>${commands}<ul>${facts.join('')}</ul>
<h2>${words.needs[language]}</h2><ul>${needs.join('')}</ul><p>${code(`${source.model.base}/…`)} ${words.name[language]}</p>`;
  return page(language, 'loading', content, imprintOf(source));
}

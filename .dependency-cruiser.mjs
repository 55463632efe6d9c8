// The layers of STYLE.md and ARCHITECTURE.md. dependency-cruiser reads TypeScript by swc: TypeScript 7 is native and has no JavaScript API.
// Without swc it would silently skip every .ts file and find nothing wrong; this import makes that an error.
import '@swc/core';

const centre = '^src/(model|questionnaire|intake|scoring|resources|medcom|pdf|outcome)/';
// MedCom's schemas for libxml2, and the fonts that a PDF embeds.
const readsFiles = '^src/(medcom/xml/schema|pdf/fonts)\\.ts$';
const shellPackages =
  'node_modules/(express|express-rate-limit|cors|helmet|commander|pino|prom-client|jose|kysely|pg|undici|fhir-kit-client|oauth4webapi|@fastify)/';

const forbidden = [
  {
    name: 'pure-centre',
    comment: 'The centre imports the centre, and nothing of the shell around it.',
    from: { path: centre },
    to: { path: '^src/', pathNot: centre },
  },
  {
    name: 'pure-centre-no-io',
    comment: "No files, network, processes or clock: of Node's own modules only hashing and late loading.",
    from: { path: centre, pathNot: [readsFiles, '^src/medcom/xml/parse'] },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|module)$' },
  },
  {
    name: 'checker-knows-nothing-danish',
    comment: 'The checker measures responses to any R4 Questionnaire. Of our own rooms it knows the problems alone: codes, sentences, places.',
    from: { path: '^src/questionnaire/' },
    to: { path: '^src/', pathNot: '^src/(questionnaire|outcome)/' },
  },
  {
    name: 'compile-and-rules-meet-in-types',
    comment: 'Compiling knows no rule, and no rule how its form was compiled: what both know is in questionnaire/types.ts. The checker joins them.',
    from: { path: '^src/questionnaire/compile/' },
    to: { path: '^src/questionnaire/(rules|expressions|terminology|shape|json)/' },
  },
  {
    name: 'rules-stand-alone',
    comment: 'Expressions and terminology come to the rules as functions of their context.',
    from: { path: '^src/questionnaire/rules/' },
    to: { path: '^src/questionnaire/(compile|expressions|terminology|shape)/' },
  },
  {
    name: 'terminology-stands-alone',
    comment: 'ValueSets and CodeSystems are read without a Questionnaire or a response.',
    from: { path: '^src/questionnaire/terminology/' },
    to: { path: '^src/questionnaire/(compile|rules|expressions|shape|json)/' },
  },
  {
    name: 'json-and-values-at-the-bottom',
    comment: 'Reading JSON and comparing values needs neither Questionnaire nor rules.',
    from: { path: '^src/questionnaire/(json|values)/' },
    to: { path: '^src/questionnaire/', pathNot: '^src/questionnaire/(json|values)/|^src/questionnaire/(once|place)\\.ts$' },
  },
  {
    name: 'gives-a-turn',
    comment: 'Reading XML gives the event loop a turn now and then, else the documents that libxml2 let go would pile up. No clock.',
    from: { path: '^src/medcom/xml/parse' },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|module|timers/promises)$' },
  },
  {
    name: 'reads-files-only',
    comment: 'The two modules of the centre that read files of the installation do nothing else.',
    from: { path: readsFiles },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?(fs|module|path)$' },
  },
  {
    name: 'pure-centre-no-shell-packages',
    comment: 'What talks to networks, terminals, logs or databases belongs to the shell.',
    from: { path: centre },
    to: { path: shellPackages },
  },
  {
    name: 'work-stands-on-the-centre',
    comment: 'The use cases import the centre and the ports, and no face; what is outside comes in by the ports.',
    from: { path: '^src/work/' },
    to: { path: '^src/', pathNot: [centre, '^src/(work/|version\\.ts$)'] },
  },
  {
    name: 'work-does-no-io',
    comment: 'Neither files nor network nor a clock of its own.',
    from: { path: '^src/work/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'faces-call-work',
    comment: 'What the command line and the service do alike, they do by the same use case.',
    from: { path: '^src/(cli|http)/' },
    to: {
      path: '^src/(intake/accept|resources/bundle|medcom/(attach/attach|new-letter/letter|read/read|receipts/make)|pdf/pdf)\\.ts$',
    },
  },
  {
    name: 'http-knows-no-command-line',
    comment: 'The service does not know the command line.',
    from: { path: '^src/http/' },
    to: { path: '^src/cli/' },
  },
  {
    name: 'one-command-serves',
    comment: 'Of the commands only `serve` knows the service.',
    from: { path: '^src/cli/', pathNot: '^src/cli/serve\\.ts$' },
    to: { path: '^src/http/' },
  },
  {
    name: 'faces-on-top',
    comment: 'Nothing but the faces themselves imports the command line or the service.',
    from: { path: '^src/', pathNot: '^src/(cli|http)/' },
    to: { path: '^src/(cli|http)/' },
  },
  {
    name: 'no-circle',
    comment: 'Two modules that need each other are one, or hide a third. Imports of types count too.',
    from: { path: '^src/' },
    to: { circular: true },
  },
  {
    name: 'no-tests-in-the-program',
    comment: 'The program needs nothing of its tests and measurements.',
    from: { path: '^src/' },
    to: { path: '^(test|bench|fixtures)/' },
  },
  {
    name: 'no-development-packages',
    comment: 'What the program needs is a dependency of its own: the published package has nothing else.',
    from: { path: '^src/' },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@types/' },
  },
  {
    name: 'no-dead-end',
    comment: 'An import that leads nowhere would escape every other rule. `fhir/r4.js` is types alone (@types/fhir).',
    from: { path: '^src/' },
    to: { couldNotResolve: true, pathNot: '^fhir/' },
  },
];

export default {
  forbidden: forbidden.map((rule) => ({ ...rule, severity: 'error' })),
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};

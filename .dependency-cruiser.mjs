// The layers of STYLE.md and ARCHITECTURE.md. dependency-cruiser reads TypeScript by swc: TypeScript 7 is native and
// has no JavaScript API. Without swc it would silently skip every .ts file and find nothing wrong; this import makes
// that an error.
import '@swc/core';

/**
 * Every room of src, and the rooms and modules beside them that it may import. The order is the journey of an answer: a
 * room stands on those before it. Faces and gateway, which put all together, are the last.
 */
const centre = ['outcome', 'questionnaire', 'fhir-xml', 'model', 'scoring', 'intake', 'resources', 'medcom', 'pdf'];
const rooms = {
  outcome: [],
  // Measures responses to any R4 Questionnaire: it knows nothing Danish.
  questionnaire: ['outcome'],
  // XML of any R4 resource. Of MedCom's room only the one door for XML.
  'fhir-xml': ['outcome', 'questionnaire', 'medcom/xml'],
  model: ['outcome', 'questionnaire'],
  // Types of the citizen and the professional; intake asks scoring for the suggestion.
  scoring: ['outcome', 'questionnaire', 'model', 'intake'],
  intake: ['outcome', 'questionnaire', 'model', 'scoring'],
  resources: ['outcome', 'questionnaire', 'model', 'scoring'],
  medcom: ['outcome', 'questionnaire', 'fhir-xml', 'model', 'scoring', 'intake', 'resources'],
  pdf: ['outcome', 'questionnaire', 'model', 'scoring', 'resources', 'medcom'],
  work: [...centre, 'version.ts'],
  config: ['outcome', 'model', 'medcom/receipts', 'medcom/message'],
  delivery: ['outcome', 'model', 'work', 'config', 'config.ts'],
  outbox: [...centre, 'work', 'delivery', 'config', 'config.ts', 'log.ts'],
  inbox: [...centre, 'work', 'delivery', 'fault.ts', 'log.ts'],
  store: [...centre, 'work', 'outbox', 'access', 'config', 'config.ts'],
  access: [...centre, 'work', 'config', 'config.ts', 'fault.ts', 'log.ts'],
  routes: [...centre, 'work', 'delivery', 'config', 'config.ts'],
  package: [...centre, 'work', 'delivery'],
  ahead: [...centre, 'work', 'store', 'profiles.ts', 'young-space.ts'],
};
const faces = ['http', 'cli'];

const inRooms = (names) => `^src/(${names.join('|')})/`;
const importable = (names) => names.map((name) => (name.endsWith('.ts') ? `${name.slice(0, -3)}\\.ts$` : `${name}/`));

const pureCentre = inRooms(centre);
// MedCom's schemas for libxml2, and the fonts that a PDF embeds.
const readsFiles = '^src/(medcom/xml/schema|pdf/fonts)\\.ts$';
// None of them talks to networks, terminals, logs or databases.
const centrePackages = '^node_modules/(ajv|entities|fast-xml-parser|fhirpath|libxml2-wasm|pdfkit|re2js|secure-json-parse|@lhncbc/ucum-lhc|@types)/';

const forbidden = [
  ...Object.entries(rooms).map(([room, others]) => ({
    name: `room-${room}`,
    comment: `What src/${room} may import stands in the table above.`,
    from: { path: `^src/${room}/` },
    to: { path: '^src/', pathNot: `^src/(${importable([room, ...others]).join('|')})` },
  })),
  {
    name: 'room-unknown',
    comment: 'A new room of src gets a line in the table above.',
    from: { path: '^src/[^/]+/', pathNot: inRooms([...Object.keys(rooms), ...faces]) },
    to: {},
  },
  {
    name: 'pure-centre-no-shell-packages',
    comment: 'What talks to networks, terminals, logs or databases belongs to the shell.',
    from: { path: pureCentre },
    to: { path: 'node_modules/', pathNot: centrePackages },
  },
  {
    name: 'pure-centre-no-io',
    comment: "No files, network, processes or clock: of Node's own modules only bytes, hashing and late loading.",
    from: { path: pureCentre, pathNot: [readsFiles, '^src/medcom/xml/parse'] },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?(buffer|crypto|module)$' },
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
    to: { path: '^src/questionnaire/', pathNot: '^src/questionnaire/(json|values)/|^src/questionnaire/(once|place|way)\\.ts$' },
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
    name: 'block-stands-alone',
    comment: 'The text of a level knows neither who reads it out of a letter nor who puts it in.',
    from: { path: '^src/medcom/block/' },
    to: { path: '^src/medcom/', pathNot: '^src/medcom/(block|message|xml)/' },
  },
  {
    name: 'reading-knows-no-attaching',
    comment: 'Attaching looks for the block that is there as reading does, and not the other way round.',
    from: { path: '^src/medcom/read/' },
    to: { path: '^src/medcom/attach/' },
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
    name: 'page-takes-the-pure-centre',
    comment: 'A browser runs what scores and explains, and nothing that needs Node or another package than the view library.',
    from: { path: '^web/' },
    to: {
      path: '^(src|node_modules)/',
      pathNot: '^src/(model|scoring)/|^src/questionnaire/(answers|extensions)\\.ts$|^src/intake/cpr\\.ts$|^src/http/page/written-model\\.ts$|^node_modules/(lit-html|@types/fhir)/',
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
    comment: 'Nothing but the faces themselves imports the command line or the service. Of the rooms the table above says so.',
    from: { path: '^src/[^/]+$' },
    to: { path: inRooms(faces) },
  },
  {
    name: 'one-fhir-client',
    comment: 'Whoever writes to a FHIR server, a load or a delivery, goes through the wrapper: it has the token, the end, and no number in an error.',
    from: { path: '^src/', pathNot: '^src/delivery/fhir-server/' },
    to: { path: '^node_modules/fhir-kit-client/' },
  },
  {
    name: 'no-circle',
    comment: 'Two modules that need each other are one, or hide a third. Imports of types count too.',
    from: { path: '^(src|web)/' },
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

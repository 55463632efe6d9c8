// Fetch the form, validate a response, get its resources. Node 24, no packages.
// node client.mjs http://127.0.0.1:8080/fhir response.json
import { readFile } from 'node:fs/promises';

const [base = 'http://127.0.0.1:8080/fhir', file = 'response.json'] = process.argv.slice(2);
const response = await readFile(file);
const headers = { accept: 'application/fhir+json', 'accept-language': 'en' };

async function call(path, body) {
  const options = body && { method: 'POST', body, headers: { ...headers, 'content-type': 'application/fhir+json' } };
  const answer = await fetch(`${base}/${path}`, options ?? { headers });
  const resource = await answer.json();
  if (answer.ok) return resource;
  // Every refusal is an OperationOutcome: a code, a sentence and a place for each fault.
  throw new Error(resource.issue.map(({ details }) => `${details.coding[0].code}: ${details.text}`).join('\n'));
}

const form = await call('Questionnaire/somatik');
console.log(`form: ${form.url}|${form.version}`);

const outcome = await call('QuestionnaireResponse/$validate', response);
const errors = outcome.issue.filter(({ severity }) => severity === 'error');
for (const { details, expression } of errors) console.log(`${expression}: ${details.text}`);
console.log(`errors: ${errors.length}`);

const { parameter } = await call('QuestionnaireResponse/$extract', response);
const bundle = parameter.find(({ name }) => name === 'return').resource;
for (const { resource } of bundle.entry) console.log(`resource: ${resource.resourceType}`);

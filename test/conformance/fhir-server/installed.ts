import type { OperationOutcome } from 'fhir/r4.js';
import { loadModel } from '../../../src/profiles.ts';
import { makeBundle, scoreResponse } from '../../../src/work/score.ts';
import { responseBytes } from '../../fixtures.ts';
import { ports } from '../../ports.ts';
import { check } from './check.ts';
import { post } from './http.ts';
import { loaded, profiles } from './loading.ts';

// HAPI installs no other types unless it is told to (../shared/fhir-server/README.md).
const installed = ['CodeSystem', 'ValueSet', 'StructureDefinition', 'ConceptMap', 'SearchParameter'];

/**
 * After the server's own installer took our package: `niveau load` fills in what it leaves out. And `$validate`, by the
 * profiles there.
 */
export async function checksOfInstalled(base: string): Promise<void> {
  const known = profiles.filter(({ resourceType }) => installed.includes(resourceType)).length;
  const expected = `0: ${known} unchanged, ${profiles.length - known} created`;
  await check('niveau load: what is installed is unchanged, the rest created', async () => {
    const found = await loaded(base);
    return found === expected || `expected ${expected}, found ${found}`;
  });
  await check(
    'niveau load again: everything unchanged',
    async () => (await loaded(base)) === `0: ${profiles.length} unchanged`,
  );
  const model = loadModel();
  const { entry = [] } = makeBundle(model, scoreResponse(ports, responseBytes('somatik-3-aftalt')));
  for (const { resource } of entry) {
    const profile = resource?.meta?.profile?.[0] ?? `${model.base}/StructureDefinition/svar`;
    await check(`$validate of ${resource?.resourceType} ${profile.split('/').at(-1)}: no errors`, async () => {
      const address = `${base}/${resource?.resourceType}/$validate?profile=${encodeURIComponent(profile)}`;
      const { issue } = await post<OperationOutcome>(address, resource ?? {});
      const errors = issue.filter(({ severity }) => severity === 'error' || severity === 'fatal');
      return (
        errors.length === 0 ||
        errors
          .map(({ diagnostics }) => diagnostics)
          .join('; ')
          .slice(0, 500)
      );
    });
  }
}

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

/** MedCom's schemas: MEDCOM_XSD_DIR, else beside the project. */
export const schemaDirectory =
  process.env.MEDCOM_XSD_DIR ?? fileURLToPath(new URL('../../../shared/medcom-xsd', import.meta.url));

const there = existsSync(schemaDirectory);
if (!there)
  console.warn(`MedCom's schemas are not at ${schemaDirectory} (MEDCOM_XSD_DIR): checks against them are skipped.`);

/** Tests that need the schemas. */
export const describeWithSchemas = describe.skipIf(!there);

/** For `schemaDirectory` of a letter's options: undefined where the schemas are not there. */
export const schemaOption = there ? schemaDirectory : undefined;

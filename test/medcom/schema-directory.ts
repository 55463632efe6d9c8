import { fileURLToPath } from 'node:url';

/** MedCom's schemas: MEDCOM_XSD_DIR, else beside the project. */
export const schemaDirectory =
  process.env.MEDCOM_XSD_DIR ?? fileURLToPath(new URL('../../../shared/medcom-xsd', import.meta.url));

import { namespaceOfAttribute, type Scope, schemaInstance } from '../medcom/xml/namespaces.ts';

/** Of FHIR's own elements. */
export const fhir = 'http://hl7.org/fhir';
/** Of a narrative. */
export const xhtml = 'http://www.w3.org/1999/xhtml';

/** True for an attribute that tells where a schema is: many tools write it, and nothing is fetched by it. */
export function isSchemaHint(name: string, scope: Scope | undefined): boolean {
  return (
    /:(?:schemaLocation|noNamespaceSchemaLocation)$/.test(name) && namespaceOfAttribute(name, scope) === schemaInstance
  );
}

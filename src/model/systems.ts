/** Identifier systems of Danish health care, as dk-core 3.7.0 has them (FHIR.md, "Danish rules"). */
export const systems = {
  cpr: 'urn:oid:1.2.208.176.1.2',
  /** Replacement numbers: X-eCPR, given by one authority, and D-eCPR, of which each region has a branch of its own below this. */
  xEcpr: 'urn:oid:1.2.208.176.1.6.1.1',
  dEcpr: 'urn:oid:1.2.208.176.1.6.1.3',
} as const;

/** Identifier systems of Danish health care, as dk-core 3.7.0 has them (FHIR.md, "Danish rules"). */
export const systems = {
  cpr: 'urn:oid:1.2.208.176.1.2',
  /**
   * Replacement numbers: X-eCPR, given by one authority, and D-eCPR, of which each region has a branch of its own below
   * this.
   */
  xEcpr: 'urn:oid:1.2.208.176.1.6.1.1',
  dEcpr: 'urn:oid:1.2.208.176.1.6.1.3',
  /** Numbers of organisations. dk-core changed GLN's from http to https. */
  gln: 'https://www.gs1.org/gln',
  glnBefore: 'http://www.gs1.org/gln',
  sor: 'urn:oid:1.2.208.176.1.1',
  yder: 'urn:oid:1.2.208.176.1.4',
} as const;

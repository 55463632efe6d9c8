const hyphened = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for a UUID as XBIN01, XBIN02 and VANSEnvelope write it. */
export function isUuid(text: string): boolean {
  return hyphened.test(text);
}

/**
 * The UUID as a letter's Reference/BIN/ObjectIdentifier has it: 32 characters of the 35 that fit there (MEDCOM.md,
 * Traps).
 */
export function withoutHyphens(uuid: string): string {
  return uuid.replaceAll('-', '');
}

/** The same UUID with its hyphens and in lower case, to compare; any other identifier as it stands. */
export function withHyphens(identifier: string): string {
  const digits = withoutHyphens(identifier).toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) return identifier;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

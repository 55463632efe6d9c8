import { X509Certificate } from 'node:crypto';

/**
 * A client certificate as proxies write it into a header: PEM with %-codes (nginx, Apache), its bytes in Base64 (Caddy,
 * HAProxy), or those between colons (RFC 9440). Undefined for anything else.
 */
export function certificateIn(header: string): X509Certificate | undefined {
  try {
    const text = decodeURIComponent(header.trim());
    if (text.startsWith('-----BEGIN CERTIFICATE-----')) return new X509Certificate(text);
    const [, base64] = /^:?([A-Za-z0-9+/]+={0,2}):?$/.exec(text) ?? [];
    return base64 === undefined ? undefined : new X509Certificate(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}

/** What a certificate is registered by: the SHA-256 of its bytes. */
export function certificateDigest(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}

/** True at a moment at which the certificate is valid. */
export function isValidAt({ validFromDate, validToDate }: X509Certificate, moment: Date): boolean {
  return validFromDate <= moment && moment <= validToDate;
}

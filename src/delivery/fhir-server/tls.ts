import type { Tls } from './target.ts';

/**
 * An undici dispatcher that trusts `ca` and shows our certificate; undefined, and nothing loaded, where the usual TLS
 * will do.
 */
export async function tlsDispatcher(tls: Tls | undefined): Promise<object | undefined> {
  if (tls === undefined) return undefined;
  const [{ Agent }, { rootCertificates }] = await Promise.all([import('undici'), import('node:tls')]);
  const { ca, cert, key } = tls;
  return new Agent({
    connect: {
      // Given alone, `ca` would replace the usual authorities, which the token's address may need.
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
      ...(cert === undefined || key === undefined ? {} : { cert, key }),
    },
  });
}

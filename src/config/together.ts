import type { Problem } from '../outcome/problem.ts';
import type { accessSection } from './access.ts';
import type { deliverySection } from './delivery.ts';
import type { inboxSection } from './inbox.ts';
import { isLoopback, isOpen } from './server-address.ts';
import type { serviceSection } from './service.ts';
import type { signInSection } from './sign-in.ts';
import type { storeSection } from './store.ts';
import type { Settings } from './variable.ts';

type Looked = Settings<typeof accessSection> &
  Settings<typeof signInSection> &
  Settings<typeof serviceSection> &
  Settings<typeof storeSection> &
  Settings<typeof deliverySection> &
  Settings<typeof inboxSection>;

/** What is missing of one variable because another one is set. */
type Missing = readonly [isMissing: boolean, name: string, because: string];

/**
 * What is wrong with settings that are right one by one. Codes: config-address-public, config-incomplete,
 * config-public-url-open.
 */
export function notTogether(config: Looked): readonly Problem[] {
  const { address, auth, openToAnybody, publicUrl, issuers, audience, store, certificateHeader, proxies } = config;
  const outside = !isLoopback(address.host);
  if (outside && auth.length === 0 && !openToAnybody) {
    return [{ code: 'config-address-public', values: { name: 'NIVEAU_ADDRESS' } }];
  }
  const { tlsCert, tlsKey } = config;
  const asks = (way: (typeof auth)[number]) => auth.includes(way);
  if (asks('sign-in') && publicUrl !== undefined && isOpen(publicUrl.href)) {
    return [{ code: 'config-public-url-open', values: { name: 'NIVEAU_PUBLIC_URL' } }];
  }
  const missing: Missing[] = [
    // Links and the audience of tokens would else be what a caller says in its Host header.
    [outside && publicUrl === undefined, 'NIVEAU_PUBLIC_URL', 'NIVEAU_ADDRESS'],
    [tlsCert !== undefined && tlsKey === undefined, 'NIVEAU_TLS_KEY', 'NIVEAU_TLS_CERT'],
    [tlsCert === undefined && tlsKey !== undefined, 'NIVEAU_TLS_CERT', 'NIVEAU_TLS_KEY'],
    [asks('tokens') && issuers.length === 0, 'NIVEAU_AUTH_ISSUERS', 'NIVEAU_AUTH'],
    [asks('tokens') && audience === undefined && publicUrl === undefined, 'NIVEAU_AUTH_AUDIENCE', 'NIVEAU_AUTH'],
    [!asks('tokens') && issuers.length > 0, 'NIVEAU_AUTH', 'NIVEAU_AUTH_ISSUERS'],
    [(asks('keys') || asks('certificates')) && store === undefined, 'NIVEAU_STORE', 'NIVEAU_AUTH'],
    [asks('certificates') && certificateHeader === undefined, 'NIVEAU_AUTH_CERTIFICATE_HEADER', 'NIVEAU_AUTH'],
    [asks('certificates') && proxies === undefined, 'NIVEAU_PROXY_ADDRESSES', 'NIVEAU_AUTH'],
    [!asks('certificates') && certificateHeader !== undefined, 'NIVEAU_AUTH', 'NIVEAU_AUTH_CERTIFICATE_HEADER'],
    ...signInMissing(config),
    // Only what is kept is sent on, and what comes in is kept.
    [store === undefined && config.routes !== undefined, 'NIVEAU_STORE', 'NIVEAU_ROUTES'],
    [store === undefined && config.folderTarget !== undefined, 'NIVEAU_STORE', 'NIVEAU_FOLDER_TARGET'],
    [store === undefined && config.inboxFolder !== undefined, 'NIVEAU_STORE', 'NIVEAU_MEDCOM_INBOX'],
  ];
  return missing.flatMap(([isMissing, name, because]) =>
    isMissing ? [{ code: 'config-incomplete', values: { name, because } } as const] : [],
  );
}

/** Whoever signs in has to do so somewhere, come back to somewhere, and be allowed something. */
function signInMissing(config: Looked): readonly Missing[] {
  const { auth, publicUrl, sessionKey, oidcIssuer, oidcClientId, oidcClientSecret, oidcClientKey } = config;
  const asked = auth.includes('sign-in');
  const issuer = oidcIssuer !== undefined;
  const launched = config.ehrs !== undefined;
  return [
    [asked && publicUrl === undefined, 'NIVEAU_PUBLIC_URL', 'NIVEAU_AUTH'],
    [asked && sessionKey === undefined, 'NIVEAU_SESSION_KEY', 'NIVEAU_AUTH'],
    [asked && !issuer && !launched, 'NIVEAU_OIDC_ISSUER', 'NIVEAU_AUTH'],
    [!asked && launched, 'NIVEAU_AUTH', 'NIVEAU_SMART_EHRS'],
    [!asked && issuer, 'NIVEAU_AUTH', 'NIVEAU_OIDC_ISSUER'],
    [!asked && sessionKey !== undefined, 'NIVEAU_AUTH', 'NIVEAU_SESSION_KEY'],
    [issuer && oidcClientId === undefined, 'NIVEAU_OIDC_CLIENT_ID', 'NIVEAU_OIDC_ISSUER'],
    [
      issuer && oidcClientSecret === undefined && oidcClientKey === undefined,
      'NIVEAU_OIDC_CLIENT_SECRET',
      'NIVEAU_OIDC_ISSUER',
    ],
    // Nobody may do anything unless that is said.
    [
      issuer && config.oidcGrants.length === 0 && config.oidcGrantsClaim === undefined,
      'NIVEAU_OIDC_GRANTS',
      'NIVEAU_OIDC_ISSUER',
    ],
  ];
}

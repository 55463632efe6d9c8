import type { Problem } from '../outcome/problem.ts';
import type { accessSection } from './access.ts';
import type { deliverySection } from './delivery.ts';
import type { inboxSection } from './inbox.ts';
import { isLoopback } from './server-address.ts';
import type { serviceSection } from './service.ts';
import type { storeSection } from './store.ts';
import type { Settings } from './variable.ts';

type Looked = Settings<typeof accessSection> &
  Settings<typeof serviceSection> &
  Settings<typeof storeSection> &
  Settings<typeof deliverySection> &
  Settings<typeof inboxSection>;

/** What is wrong with settings that are right one by one. Codes: config-address-public, config-incomplete. */
export function notTogether(config: Looked): readonly Problem[] {
  const { address, auth, openToAnybody, publicUrl, issuers, audience, store, certificateHeader, proxies } = config;
  const outside = !isLoopback(address.host);
  if (outside && auth.length === 0 && !openToAnybody) {
    return [{ code: 'config-address-public', values: { name: 'NIVEAU_ADDRESS' } }];
  }
  const { tlsCert, tlsKey } = config;
  const asks = (way: (typeof auth)[number]) => auth.includes(way);
  const missing: (readonly [isMissing: boolean, name: string, because: string])[] = [
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
    // Only what is kept is sent on, and what comes in is kept.
    [store === undefined && config.routes !== undefined, 'NIVEAU_STORE', 'NIVEAU_ROUTES'],
    [store === undefined && config.folderTarget !== undefined, 'NIVEAU_STORE', 'NIVEAU_FOLDER_TARGET'],
    [store === undefined && config.inboxFolder !== undefined, 'NIVEAU_STORE', 'NIVEAU_MEDCOM_INBOX'],
  ];
  return missing.flatMap(([isMissing, name, because]) =>
    isMissing ? [{ code: 'config-incomplete', values: { name, because } } as const] : [],
  );
}

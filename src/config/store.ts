import { readStoreAddress } from './store-address.ts';
import { optional, type Section, variable } from './variable.ts';

/** Where responses are kept, and what came of them. */
export const storeSection = {
  store: variable({
    name: 'NIVEAU_STORE',
    initial: 'sqlite:./data/niveau.db',
    help: {
      da: 'hvor svar gemmes: sqlite:<fil>, postgres://bruger@vært/database, eller none (intet gemmes)',
      en: 'where responses are kept: sqlite:<file>, postgres://user@host/database, or none (nothing is kept)',
    },
    read: readStoreAddress,
  }),
  auditKey: optional({
    name: 'NIVEAU_AUDIT_KEY',
    help: {
      da: 'fil med installationens nøgle (Ed25519), som revisionssporet forsegles med; laves første gang; ellers <databasens fil>.key eller ./data/audit.key',
      en: "file with the installation's key (Ed25519), which the audit is sealed by; made the first time; else <the store's file>.key or ./data/audit.key",
    },
    read: (text) => text,
  }),
} satisfies Section;

import { readStoreAddress } from './store-address.ts';
import { type Section, variable } from './variable.ts';

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
} satisfies Section;

import type { Model } from '../model/types.ts';
import type { Archive } from './keep/archive.ts';
import type { Routes } from './routes/route.ts';

/** The time now. */
export type Clock = () => Date;

/**
 * What the use cases work with: the model, and whatever is not pure. A command, the service and a test each bring their
 * own.
 */
export interface Ports {
  readonly model: Model;
  readonly clock: Clock;
  /** Where responses are kept; undefined where nothing is. */
  readonly archive?: Archive | undefined;
  /** Which levels leave, whereto and how; none where not given. */
  readonly routes?: Routes | undefined;
  /** Minutes until a receipt that has not come is reported; the usual ones where not given. */
  readonly receiptMinutes?: number | undefined;
  /** GLNs for which letters are taken; everybody's where not given. */
  readonly ownGlns?: readonly string[] | undefined;
  /** MedCom's schemas (MEDCOM_XSD_DIR): letters are also checked against them as they come in and as they go out. */
  readonly schemaDirectory?: string | undefined;
}

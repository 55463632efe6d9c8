import type { Dialect } from '../sql.ts';

/** MedCom FHIR messages that were sent: by which delivery, and how often it was repeated for want of an answer. */
export function messages({ whole }: Dialect): readonly string[] {
  return [
    `ALTER TABLE letter ADD COLUMN delivery ${whole}`,
    `ALTER TABLE letter ADD COLUMN resends ${whole} NOT NULL DEFAULT 0`,
    `ALTER TABLE letter ADD COLUMN resent_at ${whole}`,
    'CREATE INDEX letter_delivery ON letter (delivery) WHERE delivery IS NOT NULL',
  ];
}

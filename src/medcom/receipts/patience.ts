/** Minutes until a receipt that has not come is reported (MEDCOM.md, Transport and receipts). */
export const receiptMinutes = 120;

/** Minutes until a FHIR message without an Acknowledgement is sent again (MedCom, Reliable Messaging). */
export const resendMinutes = 30;

/** How often it is sent again. */
export const mostResends = 2;

/** Minutes that a letter and its attachment wait for each other (MEDCOM.md, Transport and receipts). */
export const partnerMinutes = 60;

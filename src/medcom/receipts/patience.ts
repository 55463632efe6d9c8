/** Minutes until a receipt that has not come is reported (MEDCOM.md, Transport and receipts). */
export const receiptMinutes = 120;

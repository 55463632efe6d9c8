/** MedCom's namespaces, by date. Those of 2005 to 2009 have `sundcom.dk` in them. */
export function namespaceOf(date: string): string {
  const base = date < '2012' ? 'sundcom.dk/medcom.dk' : 'medcom.dk';
  return `http://rep.oio.dk/${base}/xml/schemas/${date}/`;
}

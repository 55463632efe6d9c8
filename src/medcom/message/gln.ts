const zero = 0x30;

/**
 * True for a GLN: 13 digits, the last of which is GS1's check digit (mod 10, weights 1 and 3 from the left). The
 * schemas let any text through (MEDCOM.md, "What the schemas accept").
 */
export function isGln(text: string): boolean {
  if (!/^[0-9]{13}$/.test(text)) return false;
  let sum = 0;
  for (let index = 0; index < text.length; index += 1)
    sum += (text.charCodeAt(index) - zero) * (index % 2 === 0 ? 1 : 3);
  return sum % 10 === 0;
}

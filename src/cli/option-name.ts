/** What the command line calls an option: `patientName` is `--patient-name`; the type of a letter is an argument. */
export function optionName(option: string): string {
  if (option === 'type') return '<type>';
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

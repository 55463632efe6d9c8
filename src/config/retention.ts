import { refuse } from '../outcome/problem.ts';
import { readList } from './list.ts';
import { type Section, variable } from './variable.ts';

/** What may be deleted when it is old enough, in the order in which it is. */
export const retentionClasses = ['tries', 'deliveries', 'drafts', 'superseded', 'withdrawn', 'letters'] as const;

export type RetentionClass = (typeof retentionClasses)[number];

/** Days after which each class is deleted; what is not named is kept for ever. */
export type Retention = ReadonlyMap<RetentionClass, number>;

/** Less would take what an operator or a sender may still ask for. */
const fewestDays = 30;

/** How long is kept what nothing depends on any more. */
export const retentionSection = {
  retention: variable({
    name: 'NIVEAU_RETENTION',
    initial: '',
    help: {
      da: `hvor mange dage (mindst ${fewestDays}) det, der er færdigt, gemmes: tries=90,superseded=3650; ellers for altid. Klasser: ${retentionClasses.join(', ')}`,
      en: `how many days (${fewestDays} at least) what is done is kept: tries=90,superseded=3650; else for ever. Classes: ${retentionClasses.join(', ')}`,
    },
    read: readRetention,
  }),
} satisfies Section;

function readRetention(text: string): Retention {
  const read = readList(text).map((part) => {
    const [, name, days] = /^([a-z]+)\s*=\s*(\d{1,5})$/.exec(part) ?? [];
    const known = retentionClasses.find((each) => each === name);
    if (known === undefined || Number(days) < fewestDays) refuse('config-retention');
    return [known, Number(days)] as const;
  });
  const retention = new Map(read);
  return retention.size === read.length ? retention : refuse('config-retention');
}

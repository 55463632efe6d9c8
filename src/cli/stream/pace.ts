import type { Language } from '../../outcome/outcome.ts';
import { type ProgressBar, progressBar } from '../progress.ts';

/** How far a run has come. */
export interface Course {
  readonly lines: number;
  readonly refused: number;
  /** Bytes of the input file that are read, as it is packed. */
  readonly read: number;
}

/** One look at a run: when, in milliseconds, and how far it was. */
interface Look extends Course {
  readonly time: number;
}

/** The rate is that of the last ten seconds. */
const mostLooks = 11;

/** Tells, of one look after the other, how far a run is, how fast it goes and how long it still takes. */
export function createPace(size: number | undefined, language: Language): (course: Course, time: number) => string {
  const looks: Look[] = [];
  return (course, time) => {
    looks.push({ ...course, time });
    if (looks.length > mostLooks) looks.shift();
    const [first] = looks;
    const seconds = first === undefined ? 0 : (time - first.time) / 1000;
    const said = sum(course, language);
    if (first === undefined || seconds <= 0) return said;
    const rate = `${Math.round((course.lines - first.lines) / seconds)}/s`;
    const bytes = (course.read - first.read) / seconds;
    if (size === undefined || bytes <= 0) return `${said}, ${rate}`;
    const left = clock(Math.ceil(Math.max(size - course.read, 0) / bytes));
    return `${said}, ${rate}, ${left} ${language === 'da' ? 'tilbage' : 'left'}`;
  };
}

/** The lines so far, and how many of them were refused. */
function sum({ lines, refused }: Pick<Course, 'lines' | 'refused'>, language: Language): string {
  return language === 'da' ? `${lines} linjer læst, ${refused} afvist` : `${lines} lines read, ${refused} refused`;
}

/** Hours, minutes and seconds. */
function clock(seconds: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Shows a run while it lasts: on a terminal by a bar, in a log by a line a second. */
export function watch(
  stream: NodeJS.WriteStream,
  { size, language, course }: { size: number | undefined; language: Language; course: () => Course },
): { end(): void } {
  const bar: ProgressBar = progressBar(stream);
  const pace = createPace(size, language);
  const look = () => {
    const now = course();
    const said = pace(now, performance.now());
    if (!stream.isTTY) stream.write(`${said}\n`);
    else bar.show(now.read, size, said);
  };
  pace(course(), performance.now());
  const timer = setInterval(look, 1000);
  return {
    end: () => {
      clearInterval(timer);
      bar.end();
      stream.write(`${sum(course(), language)}\n`);
    },
  };
}

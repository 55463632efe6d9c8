import type { WriteStream } from 'node:tty';

export interface ProgressBar {
  /** Without a total there is no bar; `note` stands behind it. */
  show(done: number, total: number | undefined, note?: string): void;
  /** Writes something else while the bar is out of the way. */
  clear(write: () => void): void;
  end(): void;
}

const width = 30;
const eraseLine = '\r\u001b[K';

/** A bar on one line of a terminal; nothing where nobody watches, such as in a log. */
export function progressBar(stream: Pick<WriteStream, 'isTTY' | 'write'>): ProgressBar {
  if (!stream.isTTY) return { show: () => {}, clear: (write) => write(), end: () => {} };
  let line = '';
  const draw = (text: string) => {
    line = text;
    stream.write(`${eraseLine}${line}`);
  };
  return {
    show: (done, total, note) => {
      const parts = total === undefined ? [] : [barOf(total === 0 ? 1 : Math.min(done / total, 1))];
      draw([...parts, ...(note === undefined ? [] : [note])].join('  '));
    },
    clear: (write) => {
      if (line !== '') stream.write(eraseLine);
      write();
      if (line !== '') stream.write(line);
    },
    end: () => draw(''),
  };
}

function barOf(part: number): string {
  const filled = Math.round(part * width);
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${Math.floor(part * 100)} %`;
}

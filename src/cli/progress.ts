import type { WriteStream } from 'node:tty';

export interface ProgressBar {
  show(done: number, total: number): void;
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
    show: (done, total) => {
      const filled = total === 0 ? width : Math.round((done / total) * width);
      draw(`[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${Math.floor((done / total) * 100)} %`);
    },
    clear: (write) => {
      if (line !== '') stream.write(eraseLine);
      write();
      if (line !== '') stream.write(line);
    },
    end: () => draw(''),
  };
}

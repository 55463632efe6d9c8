/** Who is signed in, as the service says. */
export interface SignedIn {
  readonly name: string;
  /** Whether the EHR that launched the page brought something along, which is told once. */
  readonly launched: boolean;
}

/** What an EHR brought along. */
export interface Brought {
  /** Undefined where it told of no citizen. Without a number it told of none that the page takes. */
  readonly citizen?: { readonly number?: { readonly value: string }; readonly name?: string };
  readonly author?: string;
}

/** Whether people sign in at this service. */
export function isSignInAsked(): boolean {
  return document.documentElement.dataset.signIn !== 'none';
}

/** Whether people come in from their EHR alone. */
export function isByEhrAlone(): boolean {
  return document.documentElement.dataset.signIn === 'ehr';
}

/** Where to sign in; afterwards in another window there is nothing but that it is done. */
export function signInAddress(to: 'page' | 'drift' | 'window'): string {
  return `sign-in?to=${to}`;
}

/** What goes with each request that may change something. It stands in the page alone, where no other page sees it. */
export function sessionHeaders(): Record<string, string> {
  const { token } = document.documentElement.dataset;
  return token === undefined ? {} : { 'X-Niveau-Token': token };
}

/** Who is signed in now, and has that last longer; undefined where nobody is. Throws where the service is away. */
export async function askSession(): Promise<SignedIn | undefined> {
  const answer = await fetch(new URL('session', document.baseURI));
  const session = (await answer.json()) as {
    signedIn?: boolean;
    name?: string;
    token?: string;
    launched?: boolean;
    operates?: boolean;
  };
  if (session.signedIn !== true || session.token === undefined) return undefined;
  document.documentElement.dataset.token = session.token;
  document.documentElement.dataset.operates = String(session.operates === true);
  return { name: session.name ?? '', launched: session.launched === true };
}

/** What the EHR brought along. */
export async function askBrought(): Promise<Brought> {
  const answer = await fetch(new URL('launch/brought', document.baseURI), {
    method: 'POST',
    headers: sessionHeaders(),
  });
  return answer.ok ? ((await answer.json()) as Brought) : {};
}

/** Signs out, and gives the address to go to then. */
export async function signOut(): Promise<string> {
  // Another window may have signed in anew since: this one's token would be refused.
  if ((await askSession()) === undefined) return document.baseURI;
  const answer = await fetch(new URL('sign-out', document.baseURI), { method: 'POST', headers: sessionHeaders() });
  // Whoever leaves must not believe that they are signed out when they are not.
  if (!answer.ok) throw new Error(`sign-out was answered with ${answer.status}`);
  const { next } = (await answer.json()) as { next?: string };
  return next ?? document.baseURI;
}

/** Milliseconds after which the service is told that the page is still used. */
const pause = 240_000;

/** Has a session last while the page is used: `ask` runs now and then, but only after somebody did something. */
export function keepWhileUsed(ask: () => void): void {
  let used = false;
  for (const event of ['input', 'keydown', 'pointerdown']) {
    addEventListener(event, () => {
      used = true;
    });
  }
  setInterval(() => {
    if (used) ask();
    used = false;
  }, pause);
}

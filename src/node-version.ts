/**
 * The library's first import: an older Node gets a sentence, where it would fail at something that it does not know.
 * Node's own `engines` is a warning that nobody reads.
 */
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  throw new Error(
    `Niveau needs Node.js 24 or newer; this is ${process.version}. Install Node.js 24, or run "npm install node@24" in your project and start it by npx or an npm script.`,
  );
}

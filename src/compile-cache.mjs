import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Loaded before anything else (`node --import`): Node then keeps what it made of each file, the stripped TypeScript and the
// compiled code, and a later start takes half the time and 20 MB less, for the stripper itself is not loaded any more. It
// is JavaScript for that very reason. The folder belongs to whoever installed the project: in a shared one, as /tmp is, others
// could put code of theirs. Each user has their own part of it. Where it cannot be
// written, Node goes on without.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/b24notify', import.meta.url)));

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eachNode, isNode } from '../boundaries/syntax.ts';

/** The Web API methods that the sources below a folder call through a `client`, as `chat.postMessage`. */
export function webApiCalls(folder: string): string[] {
  const called = new Set<string>();
  for (const file of globSync('**/*.ts', { cwd: folder })) {
    eachNode(readFileSync(join(folder, file), 'utf8'), (node) => {
      if (node.type !== 'CallExpression') return;
      const path = pathOf(node.callee);
      const method = path.slice(path.lastIndexOf('client') + 1);
      // `client.on(…)` of a socket has one part; every method of the Web API has two or three.
      if (path.includes('client') && (method.length > 1 || method[0] === 'apiCall')) called.add(method.join('.'));
    });
  }
  return [...called].sort();
}

/** `this.#client.chat.postMessage` as its parts. */
function pathOf(node: unknown): string[] {
  if (!isNode(node)) return [];
  if (node.type === 'MemberExpression') return [...pathOf(node.object), ...pathOf(node.property)];
  return typeof node.name === 'string' ? [node.name] : [];
}

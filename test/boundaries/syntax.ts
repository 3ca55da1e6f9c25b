import { parseAst } from 'vitest/node';

/** A node of the syntax tree: of what type, where it begins, and its parts. @see https://github.com/estree/estree */
export interface Node {
  type: string;
  start: number;
  [field: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** Visits every node of a TypeScript source, outer before inner. @throws when the source cannot be parsed */
export function eachNode(source: string, visit: (node: Node) => void): void {
  const walk = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(walk);
    if (!isNode(value)) return;
    visit(value);
    Object.values(value).forEach(walk);
  };
  walk(parseAst(source, { lang: 'ts' }));
}

/** What a string literal says. */
export function literal(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

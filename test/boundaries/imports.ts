import { eachNode, isNode, literal, type Node } from './syntax.ts';

/** One place where a file takes something from another. */
export interface Import {
  /** As written: `../slack/reply.ts`, `zod`; undefined where it is only known when it runs. */
  from: string | undefined;
  line: number;
  /** Nothing of it is left when the types are stripped. */
  typesOnly: boolean;
  /** What is taken by name; undefined where it is everything. */
  names: readonly string[] | undefined;
}

/**
 * Every import of a TypeScript source: `import`, `export … from`, `import()`, `import('…')` in a type, `require`.
 * @throws when the source cannot be parsed
 */
export function importsOf(source: string): Import[] {
  const found: Import[] = [];
  eachNode(source, (node) => {
    const taken = importOf(node);
    if (taken) found.push({ ...taken, line: source.slice(0, node.start).split('\n').length });
  });
  return found;
}

function importOf(node: Node): Omit<Import, 'line'> | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return isNode(node.source) ? { from: literal(node.source), ...specifiersOf(node) } : undefined;
    case 'ImportExpression':
      return { from: literal(node.source), typesOnly: false, names: undefined };
    case 'TSImportType':
      return { from: literal(node.source), typesOnly: true, names: undefined };
    case 'TSExternalModuleReference':
      return { from: literal(node.expression), typesOnly: false, names: undefined };
    case 'CallExpression': {
      const isRequire = isNode(node.callee) && node.callee.type === 'Identifier' && node.callee.name === 'require';
      const [target]: unknown[] = Array.isArray(node.arguments) ? node.arguments : [];
      return isRequire ? { from: literal(target), typesOnly: false, names: undefined } : undefined;
    }
    default:
      return undefined;
  }
}

function specifiersOf(node: Node): Pick<Import, 'typesOnly' | 'names'> {
  const specifiers = Array.isArray(node.specifiers) ? node.specifiers.filter(isNode) : [];
  const isType = (part: Node) => part.importKind === 'type' || part.exportKind === 'type';
  // An `import { type A } from 'x'` still loads x: only the statement's own `type` takes it away.
  const typesOnly = isType(node);
  const running = specifiers.filter((part) => !isType(part));
  const names = specifiers.length === 0 ? [undefined] : running.map(nameOf);
  const known = names.filter((name) => name !== undefined);
  return { typesOnly, names: known.length === names.length ? known : undefined };
}

/** The name in the other file; undefined for `* as everything`. */
function nameOf(specifier: Node): string | undefined {
  const { imported, local, type } = specifier;
  if (type === 'ImportDefaultSpecifier') return 'default';
  const name = type === 'ImportSpecifier' ? imported : type === 'ExportSpecifier' ? local : undefined;
  if (!isNode(name)) return undefined;
  return typeof name.name === 'string' ? name.name : literal(name);
}

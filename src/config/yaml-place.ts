import { type Document, isCollection, isMap, isPair } from 'yaml';

/** The place of a field in the text; of the nearest thing around it where the field itself is missing. */
export function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isPair(item) && String(item.key) === String(last));
      const key: unknown = pair?.key;
      if (hasRange(key)) return key.range[0];
    }
    if (isCollection(parent)) {
      const node: unknown = parent.get(last, true);
      if (hasRange(node)) return node.range[0];
    }
  }
  return document.contents?.range?.[0] ?? 0;
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

import type { Block, Document } from './document.ts';
import { linkTarget } from './links.ts';

export type Picture = { readonly url: string; readonly alt: string };

/**
 * The pictures of a document that anybody may load, each once, for IMAGE blocks of ATTACH. Pictures on Slack's file
 * host are left out: they open only with a Slack token.
 */
export function imagesOf(document: Document): Picture[] {
  const pictures = new Map<string, Picture>();
  for (const picture of picturesOf(document.blocks)) {
    const url = linkTarget(picture.url);
    if (url === undefined || isOnSlack(url)) continue;
    if (!pictures.has(url)) pictures.set(url, { url, alt: picture.alt });
  }
  return [...pictures.values()];
}

const isOnSlack = (url: string): boolean => /^(?:files\.|[\w-]+\.)?slack\.com$/i.test(new URL(url).hostname);

function* picturesOf(blocks: readonly Block[]): Generator<Picture> {
  for (const block of blocks) {
    if (block.kind === 'image') yield { url: block.url, alt: block.alt };
    else if (block.kind === 'list') for (const item of block.items) yield* picturesOf(item.blocks);
    else if (block.kind === 'quote' || block.kind === 'card') yield* picturesOf(block.blocks);
  }
}

/** Words that came from elsewhere, as they must be written in a message: Slack reads `&`, `<` and `>`. */
export function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** "A, B and C", at most `most` of them named. */
export function listed(names: readonly string[], most = 20): string {
  const named = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(named);
}

/** One, or several, of something. */
export function counted(count: number, one: string, several: string): string {
  return new Intl.PluralRules('en').select(count) === 'one' ? `${count} ${one}` : `${count} ${several}`;
}

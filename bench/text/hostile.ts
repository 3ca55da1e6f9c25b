/** What somebody would send to keep a parser busy, each repeated to any length. */
export const hostile: readonly { readonly name: string; readonly unit: string }[] = [
  { name: 'stars', unit: '*' },
  { name: 'stars and letters', unit: '*a' },
  { name: 'styles that cross', unit: '_*~' },
  { name: 'open angle brackets', unit: '<' },
  { name: 'open mentions', unit: '<@U1|' },
  { name: 'open brackets', unit: '[' },
  { name: 'codes', unit: '[b]' },
  { name: 'quotes in quotes', unit: '&gt;' },
  { name: 'quoted lines', unit: '&gt; a\n' },
  { name: 'backticks', unit: '`' },
  { name: 'fences', unit: '```a' },
  { name: 'colons', unit: ':a' },
  { name: 'batch words', unit: '$result' },
  { name: 'dashes', unit: '-' },
  { name: 'escapes', unit: '&amp;' },
  { name: 'empty lines', unit: '\n' },
];

export const repeated = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length));

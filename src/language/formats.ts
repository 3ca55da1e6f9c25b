/** One form of a noun for each kind of number the language tells apart; `other` stands for those it does not name. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** How a language writes numbers, sizes and lists. */
export function formats(locale: string) {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const all = new Intl.ListFormat(locale, { type: 'conjunction' });
  const any = new Intl.ListFormat(locale, { type: 'disjunction' });
  return {
    number: (value: number) => numbers.format(value),
    /** The form that goes with a number. */
    plural: (count: number, forms: Forms) => forms[rules.select(count)] ?? forms.other,
    /** A number with its form: "1 person", "5 people". */
    counted: (count: number, forms: Forms) => `${numbers.format(count)} ${forms[rules.select(count)] ?? forms.other}`,
    /** "A, B and C". */
    all: (names: readonly string[]) => all.format(names),
    /** "A, B or C". */
    any: (names: readonly string[]) => any.format(names),
    /** A size in bytes, as people read it. */
    size: (bytes: number, units: Units) => sizeWith(bytes, units, locale),
  };
}

type Units = readonly [string, string, string, string];

/** Binary units, as both Slack and Bitrix24 show sizes. */
export function sizeWith(bytes: number, units: Units, locale: string): string {
  const exponent = Math.min(3, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
  const amount = bytes / 1024 ** exponent;
  const shown = new Intl.NumberFormat(locale, { maximumFractionDigits: amount < 10 && exponent > 0 ? 1 : 0 }).format(
    amount,
  );
  return `${shown} ${units[exponent] ?? units[0]}`;
}

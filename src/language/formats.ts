/** One form of a noun for each kind of number the language tells apart; `other` stands for those it does not name. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** How a language writes numbers, sizes and lists. What Node knows of a language takes megabytes, so it is asked for when it is needed. */
export function formats(locale: string) {
  const rules = once(() => new Intl.PluralRules(locale));
  const numbers = once(() => new Intl.NumberFormat(locale));
  const all = once(() => new Intl.ListFormat(locale, { type: 'conjunction' }));
  const any = once(() => new Intl.ListFormat(locale, { type: 'disjunction' }));
  const number = (value: number) => numbers().format(value);
  const plural = (count: number, forms: Forms) => forms[rules().select(count)] ?? forms.other;
  return {
    number,
    /** The form that goes with a number. */
    plural,
    /** A number with its form: "1 person", "5 people". */
    counted: (count: number, forms: Forms) => `${number(count)} ${plural(count, forms)}`,
    /** "A, B and C". */
    all: (names: readonly string[]) => all().format(names),
    /** "A, B or C". */
    any: (names: readonly string[]) => any().format(names),
    /** A size in bytes, as people read it. */
    size: (bytes: number, units: Units) => sizeWith(bytes, units, locale),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
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

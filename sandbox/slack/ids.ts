/** Makes ids of Slack's shape: a letter and ten capitals or digits, the same ones in every run. */
export function idMaker(): (prefix: 'U' | 'W' | 'C' | 'D' | 'G' | 'S' | 'F' | 'V' | 'B' | 'A' | 'T' | 'Ev') => string {
  let count = 0;
  return (prefix) => {
    count += 1;
    return `${prefix}0${(count * 1_000_003 + 36 ** 8).toString(36).toUpperCase().slice(-9)}`;
  };
}

/** Makes message timestamps: seconds, a dot and six digits, each later than the one before. */
export function timestampMaker(now: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Math.floor(now() * 1000));
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
  };
}

/** Most answers kept; the oldest go first. */
const MOST = 20_000;

/**
 * A look-up whose answers are kept for `ms`. Parallel questions for the same key are one question; a failure is not kept.
 * What is forgotten is asked anew, also where its answer is still on the way.
 */
export function remembered<K, V>(ms: number, ask: (key: K) => Promise<V>, now: () => number = Date.now) {
  const answers = new Map<K, { answer: Promise<V>; until: number }>();
  const lookUp = (key: K): Promise<V> => {
    const known = answers.get(key);
    if (known && known.until > now()) return known.answer;
    const answer = ask(key);
    answers.delete(key);
    answers.set(key, { answer, until: now() + ms });
    answer.catch(() => {
      if (answers.get(key)?.answer === answer) answers.delete(key);
    });
    const [oldest] = answers.keys();
    if (answers.size > MOST && oldest !== undefined) answers.delete(oldest);
    return answer;
  };
  return Object.assign(lookUp, { forget: (key: K): void => void answers.delete(key) });
}

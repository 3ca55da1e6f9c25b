/** What a check of the doctor found. */
export interface Finding {
  /** What was looked at, in a few words; the same for every run. */
  check: string;
  /** `bad`: the main job does not work like this. `doubtful`: it works, but somebody should look. */
  state: 'good' | 'doubtful' | 'bad';
  /** What was found, a sentence. */
  found: string;
  /** How to mend it, a sentence; absent where there is nothing to mend. */
  mend?: string;
}

export const good = (check: string, found: string): Finding => ({ check, state: 'good', found });
export const doubtful = (check: string, found: string, mend: string): Finding => ({
  check,
  state: 'doubtful',
  found,
  mend,
});
export const bad = (check: string, found: string, mend: string): Finding => ({ check, state: 'bad', found, mend });

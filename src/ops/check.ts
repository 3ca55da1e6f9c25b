/** One thing that has to work. @returns why it does not, or undefined */
export type Check = () => Promise<string | undefined> | string | undefined;
export type Checks = Readonly<Record<string, Check>>;

/** A check that hangs is a check that failed. */
const PATIENCE = 2000;

/** The checks that do not pass, each by its name with the reason. Never throws. */
export async function failing(checks: Checks): Promise<Record<string, string>> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await answerOf(check)] as const),
  );
  return Object.fromEntries(results.flatMap(([name, reason]) => (reason === undefined ? [] : [[name, reason]])));
}

async function answerOf(check: Check): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('does not answer'), PATIENCE);
  });
  try {
    return await Promise.race([check(), tooLate]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}

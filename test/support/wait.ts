/**
 * Asks again every 100 ms until `question` gives something true; its errors count as "not yet".
 *
 * @param what Completes the sentence "waited 20 s for …".
 */
export async function waitFor<T>(what: string, question: () => Promise<T | undefined | false>, seconds = 20) {
  const end = performance.now() + seconds * 1_000;
  let last: unknown;
  do {
    try {
      const answer = await question();
      if (answer) return answer as T;
    } catch (error) {
      last = error;
    }
    await pause(0.1);
  } while (performance.now() < end);
  throw new Error(`waited ${seconds} s for ${what}`, { cause: last });
}

export const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

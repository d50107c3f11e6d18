import { farm } from "../../test/e2e/life/opened";
import { ask } from "../../test/support/http";
import { pause } from "../../test/support/wait";

/** Does something while a visitor asks for a page all the time, and gives the longest time between two answers of 200. */
export async function gapDuring<T>(work: () => Promise<T>): Promise<{ result: T; gap: number }> {
  let [over, served, gap] = [false, performance.now(), 0];
  const visit = async () => {
    while (!over) {
      const status = await ask(farm, "pages.example.org", "/page").then(
        (answer) => answer.status,
        () => 0,
      );
      const now = performance.now();
      if (status === 200) [gap, served] = [Math.max(gap, now - served), now];
      await pause(0.02);
    }
  };
  const visiting = visit();
  const result = await work().finally(async () => {
    await pause(1);
    over = true;
    await visiting;
  });
  return { result, gap: gap / 1_000 };
}

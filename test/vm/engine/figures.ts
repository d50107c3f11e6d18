import { describe, expect, test } from "vitest";
import { figuresFunction, renderWanted } from "../../../components/monitor/figures";
import { waitFor } from "../../support/wait";
import type { Opened } from "./virtualHome";

/** What the agent of a monitor reads on a machine whose kernel has one tree of groups, as today's systems have. */
export const figures = (opened: Opened) =>
  describe("figures", () => {
    const container = "figures-of-memory";

    test("of a container's memory, its limit and whom the kernel ended there, as nobody in particular", async () => {
      const { inside } = opened();
      expect(await inside("stat -f -c %T /sys/fs/cgroup")).toBe("cgroup2fs\n");
      const image = "$(docker image ls --format '{{.Repository}}:{{.Tag}}' | grep -m 1 haproxy)";
      const started = await inside(
        `docker run -d --name ${container} --memory 32m --memory-swap 32m --entrypoint sleep ${image} 600`,
      );
      try {
        const id = started.trim().split("\n").at(-1) ?? "";
        const wanted = renderWanted([
          { id, kind: "served", service: "web", name: "one" },
          { id: "0".repeat(64), kind: "beside", service: "gone", name: "two" },
        ]);
        const told = async () => {
          const said = await inside(`cat > /tmp/wanted <<'END'
${wanted}END
cat > /tmp/figures <<'END'
${figuresFunction}
figures /sys/fs/cgroup /tmp/wanted
END
setpriv --reuid 65534 --regid 65534 --clear-groups sh /tmp/figures`);
          return new Map(
            said.split("\n").map((line) => [line.replace(/ [^ ]*$/, ""), Number(line.split(" ").at(-1))]),
          );
        };
        const of = (name: string) =>
          `homeport_container_${name}{kind="served",service="web",container="one"}`;
        const before = await told();
        expect(before.get(of("limit_bytes"))).toBe(32 * 2 ** 20);
        expect(before.get(of("memory_bytes"))).toBeGreaterThan(10_000);
        expect(before.get(of("kills"))).toBe(0);
        expect(Math.abs((before.get(of("start_seconds")) ?? 0) - Date.now() / 1_000)).toBeLessThan(3_600);
        expect(before.get('homeport_container_running{kind="beside",service="gone",container="two"}')).toBe(
          0,
        );

        const killed = async () => Number(await inside("sed -n 's/^oom_kill //p' /proc/vmstat"));
        const ended = await killed();
        await inside(`docker exec ${container} sh -c 'tail /dev/zero' || true`);
        await waitFor("the count of the container", async () => (await told()).get(of("kills")) === 1, 60);
        expect(await killed()).toBeGreaterThan(ended);
      } finally {
        await inside(`docker rm -f ${container}`);
      }
    });
  });

import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { x } from "tinyexec";
import { findEngine } from "../../test/e2e/engine";
import { testImages } from "../../test/images/tags";
import { table } from "./table";

/** The machine and the versions, as the head of the report. */
export async function machine(): Promise<string> {
  const inImage = (image: string, ...words: string[]) =>
    firstLine(
      "docker",
      "run",
      "--rm",
      "--network",
      "none",
      "--entrypoint",
      words[0] ?? "",
      image,
      ...words.slice(1),
    );
  const rows = [
    ["Processor", `${cpus()[0]?.model ?? "?"}, ${cpus().length} cores`],
    ["Memory", `${Math.round(totalmem() / 2 ** 30)} GiB`],
    ["System", `${system()}, kernel ${release()}`],
    ["Docker engine", await firstLine("docker", "version", "--format", "{{.Server.Version}}")],
    ["HAProxy", await inImage(testImages.haproxy, "haproxy", "-v")],
    ["Traefik", testImages.traefik.split(":")[1] ?? "?"],
    ["Node", process.version],
    ["Pulumi", await pulumi()],
    ["Compose", await firstLine("docker-compose", "version", "--short")],
    ["Load", await firstLine("wrk", "-v")],
    [
      "Load average at the start",
      loadavg()
        .map((load) => load.toFixed(2))
        .join(", "),
    ],
    ["Date", `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`],
  ];
  return table(["Machine", ""], rows);
}

async function pulumi(): Promise<string> {
  const engine = findEngine();
  return "missing" in engine ? engine.missing : firstLine(`${engine.folder}/pulumi`, "version");
}

const system = (): string =>
  /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? process.platform;

/** Whatever a program says first of itself; wrk tells its version with an error status. */
async function firstLine(command: string, ...words: string[]): Promise<string> {
  try {
    const { stdout, stderr } = await x(command, words);
    return `${stdout}${stderr}`.trim().split("\n")[0] ?? "";
  } catch {
    return "not found";
  }
}

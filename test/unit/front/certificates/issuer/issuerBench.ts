import { statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { type IssuerScript, renderIssuer } from "../../../../../components/front/certificates/issuer/script";
import { Bench, type Outcome } from "../../../bench";

/** The issuer's settings, where a test has no others. */
export const settings: IssuerScript = {
  domains: ["blog.example.org"],
  server: "https://acme.example.org/directory",
  challenge: { kind: "http-01" },
  checkSeconds: 43_200,
  retrySeconds: 3600,
  revision: "0123456789ab",
};

/** Obtains and renews as lego does: `fails/NAME` holds what it complains of, `due/NAME` makes a renewal due. */
const lego = `
for word in "$@"; do
  [ "$last" != --domains ] || domain=$word
  case $word in run | renew) task=$word ;; esac
  last=$word
done
file=$(echo "$domain" | tr '*' _)
saved=$BENCH/acme/certificates/$file
echo "$(cat "$BENCH/clock") $task $domain" >> "$BENCH/asked"
if [ -f "$BENCH/fails/$file" ]; then
  echo "2026/01/02 03:04:05 [INFO] [$domain] acme: Obtaining bundled SAN certificate"
  echo "2026/01/02 03:04:06 $(cat "$BENCH/fails/$file")"
  exit 1
fi
[ $task = run ] || [ -f "$BENCH/due/$file" ] || exit 0
serial=$(wc -l < "$BENCH/asked")
mkdir -p "$BENCH/acme/certificates"
echo "chain $serial" > "$saved.crt"
echo "key $serial" > "$saved.key"`;

const sleeping = `
[ "$1" != 30 ] || exit 1
now=$(($(cat "$BENCH/clock") + $(cat "$BENCH/step")))
echo $now > "$BENCH/clock"
[ $now -lt "$(cat "$BENCH/until")" ] || kill -TERM $PPID`;

export interface Ask {
  readonly at: number;
  readonly task: string;
  readonly domain: string;
}

/** The issuer's container with a clock of its own: a test tells how long it runs, and a day passes in a second. */
export class IssuerBench {
  readonly bench = new Bench(["acme", "issuer", "tmp"]).fake("lego", lego).fake("sleep", sleeping);

  constructor(readonly issuer: Partial<IssuerScript> = {}) {
    this.bench.fake("date", 'cat "$BENCH/clock"').fake("hostname", "echo me");
    this.write("clock", "1000000").order("first").write("issuer/attended", this.read("issuer/order"));
  }

  get script(): string {
    const script = renderIssuer({ ...settings, ...this.issuer });
    return script.replace(/\/(acme|issuer|tmp)(?![-\w.])/g, (path) => `${this.bench.folder}${path}`);
  }

  /** Runs the issuer until it is stopped after this time, with a look at its names every `step` seconds. */
  run(seconds: number, step = 600): Outcome {
    this.write("step", String(step)).write("until", String(this.now + seconds));
    return this.bench.run(["/bin/sh"], this.script);
  }

  write(path: string, text = ""): this {
    this.bench.write(path, text);
    return this;
  }

  read = (path: string): string => this.bench.read(path)?.trim() ?? "";

  /** What the deployment writes last. */
  order = (token: string, revision = settings.revision): this =>
    this.write("issuer/order", `${revision} ${token}\n`);

  get now(): number {
    return Number(this.read("clock"));
  }

  get asked(): Ask[] {
    const lines = this.read("asked").split("\n").filter(Boolean);
    return lines
      .map((line) => line.split(" "))
      .map(([at, task = "", domain = ""]) => ({ at: Number(at), task, domain }));
  }

  status = (file: string) => JSON.parse(this.read(`acme/status/${file}.json`) || "null");

  stat = (path: string) => statSync(join(this.bench.folder, path));

  age(path: string, seconds: number): this {
    const then = Date.now() / 1000 - seconds;
    utimesSync(join(this.bench.folder, path), then, then);
    return this;
  }
}

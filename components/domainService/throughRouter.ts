import { stringify } from "yaml";
import { quote } from "../shared/shell";
import { routerPorts, routesDirectory } from "../traefikRouter/config";
import { askedName } from "./askedName";
import { tlsTransport, urlOf } from "./protocol";
import type { Route } from "./route";

/** A route whose containers are asked through the router, which alone speaks their protocol. */
export type Asked = Pick<Route, "service" | "domains" | "probe" | "protocol" | "authority" | "serverName">;

/** Where the router reads how containers are asked that have no route yet. */
export const probeFileOf = (service: string): string => `${routesDirectory}/${service}_probe.yml`;

const askedHeader = "X-Homeport-Probe";

/** Stands for the container in the file. */
const someone = "HOMEPORT_SERVER";

/** The way to one container, on a port of the router's container that nobody else reaches. */
const renderWay = (asked: Asked): string => {
  const name = `${asked.service}_probe`;
  const transport = tlsTransport(asked);
  return stringify(
    {
      http: {
        middlewares: {
          [name]: {
            headers: {
              customRequestHeaders: {
                Host: askedName(asked.domains),
                "X-Forwarded-Proto": "https",
                [askedHeader]: "",
              },
            },
          },
        },
        routers: {
          [name]: {
            entryPoints: ["revision"],
            middlewares: [name],
            rule: `Header(\`${askedHeader}\`, \`${someone}\`)`,
            service: name,
          },
        },
        services: {
          [name]: {
            loadBalancer: {
              passHostHeader: true,
              servers: [{ url: urlOf(asked, someone) }],
              ...(transport ? { serversTransport: name } : {}),
            },
          },
        },
        ...(transport ? { serversTransports: { [name]: transport } } : {}),
      },
    },
    { sortMapEntries: true, lineWidth: 0 },
  );
};

/**
 * Shell: `probe HOST:PORT` asks a container by the very road that its requests will take, and says what it answered.
 * Busybox speaks neither HTTP/2 nor every TLS; what the router cannot open, visitors would not get.
 */
export const throughRouterFunction = (asked: Asked): string => {
  const file = probeFileOf(asked.service);
  return `way_to() {
  [ "\${way:-}" = "$1" ] && return
  sed "s/${someone}/$1/g" > ${file}.new <<'HOMEPORT_FILE'
${renderWay(asked)}HOMEPORT_FILE
  mv ${file}.new ${file}
  way=$1
}
probe() {
  # A router says of every connection that fails the same.
  nc -w 3 "\${1%:*}" "\${1#*:}" -e true </dev/null 2>&1 || return
  way_to "$1"
  said=$(nc -w 3 127.0.0.1 ${routerPorts.revision} -e sh -c ${quote(question(asked))} sh "$1" 2>&1 | tr -d '\\000\\r')
  status=$(echo "$said" | head -n 1)
${judgement(asked)}
}`;
};

/** Its standard output is the connection, and its errors are the answer. */
const question = ({ probe }: Asked): string => {
  const [first, rest] =
    probe.kind === "grpc"
      ? [
          "POST /grpc.health.v1.Health/Check",
          "Content-Type: application/grpc\\r\\nTE: trailers\\r\\nContent-Length: 5\\r\\n\\r\\n\\000\\000\\000\\000\\000",
        ]
      : [`GET ${probe.kind === "http" ? probe.path : "/"}`, "\\r\\n"];
  const head = `HTTP/1.1\\r\\nHost: probe\\r\\n${askedHeader}: %s\\r\\nConnection: close\\r\\n`;
  return `printf "%s ${head}${rest}" ${quote(first)} "$1"; timeout 3 cat >&2`;
};

/** What the router itself answers where it cannot speak with the container. */
const noTalk = ({ protocol }: Asked): string =>
  `case $said in
    *"Bad Gateway" | *"Gateway Timeout" | *"Internal Server Error" | *"404 page not found")
      case $status in *" 404"* | *" 50"[024]*) echo "no answer by ${protocol}"; return 1 ;; esac ;;
  esac`;

function judgement(asked: Asked): string {
  switch (asked.probe.kind) {
    case "http":
      return `  ${noTalk(asked)}
  echo "$status"
  echo "$said" | sed -n 's/^ *[Ll]ocation: */to /p' | head -n 1
  case $status in "HTTP/1."[01]" "[23]*) ;; *) return 1 ;; esac`;
    case "grpc":
      // The second field of an answer is what is served: 1 is SERVING, and one that is left out is UNKNOWN.
      return `  case $said in *"$(printf '\\010\\001')"*) echo SERVING; return ;; *"$(printf '\\010\\002')"*) echo NOT_SERVING; return 1 ;; esac
  ${noTalk(asked)}
  echo "$status" $(echo "$said" | grep -i '^grpc-' | sort -r | sed 's/^[Gg]rpc-[MmSs]/, grpc-&/; s/, grpc-[Gg]rpc/, grpc/')
  return 1`;
    case "tcp":
      throw new Error("an open port is not asked through the router");
  }
}

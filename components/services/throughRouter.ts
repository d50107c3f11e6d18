import { asideDirectory, makeAside, routerPorts, routesDirectory } from "../router/config";
import { renderFile } from "../router/file";
import { quote } from "../shared/shell";
import { goodStatusLine, type Probe, queryOf } from "./probe";
import { type Spoken, urlOf } from "./protocol";
import { type Asking, becomes, grpcHeaders, questionOf } from "./question";
import { transportOf } from "./transport";

/** What has to be known of a service to ask its containers. */
export interface Asked extends Asking, Spoken {
  readonly service: string;
  readonly probe: Probe;
}

/** What a router alone can ask, as it alone speaks the containers' protocol. */
type Heard = Exclude<Probe, { readonly kind: "tcp" }>;

/** Where the router reads how containers are asked that have no route yet. */
export const probeFileOf = (service: string): string => `${routesDirectory}/${service}_probe.yml`;

const askedHeader = "X-Homeport-Probe";

/** Stands for the container in the file. */
const someone = "HOMEPORT_SERVER";

/** The way to one container, on a port of the router's container that nobody else reaches. */
const renderWay = (asked: Asked, probe: Heard): string => {
  const name = `${asked.service}_probe`;
  const transport = transportOf(asked);
  const question = questionOf(
    asked,
    probe.kind === "grpc" ? { path: "/grpc.health.v1.Health/Check" } : probe,
  );
  const middlewares = becomes(name, question, {
    ...(probe.kind === "grpc" ? grpcHeaders : {}),
    [askedHeader]: "",
  });
  return renderFile({
    http: {
      middlewares,
      routers: {
        [name]: {
          entryPoints: ["revision"],
          middlewares: Object.keys(middlewares),
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
  });
};

/**
 * Shell: `probe HOST:PORT` asks a container by the very road that its requests will take, and says what it answered.
 * Busybox speaks neither HTTP/2 nor every TLS; what the router cannot open, visitors would not get.
 */
export const throughRouterFunction = (asked: Asked, probe: Heard): string => {
  const file = probeFileOf(asked.service);
  const next = `${asideDirectory}/${asked.service}_probe.new`;
  return `way=
${makeAside}
trap 'rm -f ${file}' EXIT
way_to() {
  [ "$way" = "$1" ] && return
  sed "s/${someone}/$1/g" > ${next} <<'HOMEPORT_FILE'
${renderWay(asked, probe)}HOMEPORT_FILE
  mv ${next} ${file}
  way=$1
}
probe() {
  # A router says of every connection that fails the same.
  nc -w 3 "\${1%:*}" "\${1#*:}" -e true </dev/null 2>&1 || return
  way_to "$1"
  said=$(nc -w 3 127.0.0.1 ${routerPorts.revision} -e sh -c ${quote(conversation(probe))} sh "$1" 2>&1 | tr -d '\\000\\r')
  # What comes before an answer (status 100 to 199) is none.
  status=$(echo "$said" | grep '^HTTP/1' | grep -v -m 1 '^[^ ]* 1') || :
  [ -n "$status" ] || { echo "timed out"; return 1; }
${judgement(asked, probe)}
}`;
};

/** Its standard output is the connection, and its errors are the answer. */
const conversation = (probe: Heard): string => {
  const [first, rest] =
    probe.kind === "grpc"
      ? ["POST /", "Content-Length: 5\\r\\n\\r\\n\\000\\000\\000\\000\\000"]
      : [`GET /${queryOf(probe)}`, "\\r\\n"];
  const head = `HTTP/1.1\\r\\nHost: probe\\r\\n${askedHeader}: %s\\r\\nConnection: close\\r\\n`;
  return `printf "%s ${head}${rest}" ${quote(first)} "$1"; timeout 3 cat >&2`;
};

/**
 * What the router itself answers where it cannot speak with the container. It counts the bytes of nothing but its own
 * words, and writes the length behind the date; an answer of an application has them in the order of the alphabet.
 */
const noTalk = ({ protocol }: Asked): string =>
  `if [ -n "$(echo "$said" | sed -n '/^$/q; /^Date: /{n; s/^Content-Length: [1-9]/&/p; }')" ]; then echo "no answer by ${protocol}"; return 1; fi`;

function judgement(asked: Asked, probe: Heard): string {
  if (probe.kind === "grpc")
    // The second field of an answer is what is served: 1 is SERVING, and one that is left out is UNKNOWN.
    return `  case $said in *"$(printf '\\010\\001')"*) echo SERVING; return ;; *"$(printf '\\010\\002')"*) echo NOT_SERVING; return 1 ;; esac
  ${noTalk(asked)}
  echo "$status" $(echo "$said" | grep -i '^grpc-' | sort -r | sed 's/^[Gg]rpc-[MmSs]/, grpc-&/; s/, grpc-[Gg]rpc/, grpc/')
  return 1`;
  return `  ${noTalk(asked)}
  echo "$status"
  echo "$said" | sed -n '/^$/q; s/^ *[Ll]ocation: */to /p'
  case $status in ${goodStatusLine(probe)}) ;; *) return 1 ;; esac`;
}

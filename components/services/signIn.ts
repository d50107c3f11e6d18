import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { TraefikRouter } from "../router/component";
import { expecting } from "../shared/expecting";
import { byCode } from "../shared/order";
import type { Fields, Problem } from "../shared/problems";
import { resourceSchema, typeOf } from "../shared/resourceSchema";
import type { DomainService } from "./component";
import type { Ways } from "./servicePort";

/** A service that says who may come in: oauth2-proxy, Authelia, Authentik. */
export interface SignIn {
  /** The service, on each router of the one that asks. The first of its containers on the host is asked. */
  readonly service: DomainService;
  /** Path at which it is asked, with a query where it wants one; a status from 200 to 299 is a yes. */
  readonly path: `/${string}`;
  /**
   * Headers of its answer that the application gets with the request: `X-Auth-Request-User`. A visitor's own of these
   * names, and of all that are usual for it, never arrive.
   * @default none
   */
  readonly headers?: readonly string[];
}

/** A sign-in as a router asks it. */
export interface SignInAt {
  /** `name:port` of the container that is asked. */
  readonly server: string;
  readonly path: string;
  readonly headers: readonly string[];
}

const path = expecting("a path with a query where there is one", "/oauth2/auth");
const header = expecting("the name of a header", "X-Auth-Request-User");

/** What a sign-in has to look like. */
export const signInSchema = z.strictObject(
  {
    service: resourceSchema(typeOf("DomainService"), "a DomainService", "signIn: { service: auth, path }"),
    path: z
      .string(path)
      .max(500, path)
      .regex(/^\/[\w.~/?=&%:+-]*$/, path),
    headers: z
      .array(
        z.string(header).regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/, header),
        expecting("a list of headers", '["X-Auth-Request-User"]'),
      )
      .optional(),
  } satisfies Fields<SignIn>,
  expecting("a group with service and path", '{ service: auth, path: "/oauth2/auth" }'),
);

/** Two that each ask who it is: neither would know of the other. */
export const signInProblems = ({
  signIn,
  users,
}: {
  readonly signIn?: SignIn;
  readonly users?: unknown;
}): Problem[] => [
  ...(signIn && users
    ? [
        {
          path: ["signIn"],
          message: "there are users too, who are asked for a password; leave one of the two",
        },
      ]
    : []),
  ...(signIn && signIn.service.routes.length === 0
    ? [
        {
          path: ["signIn", "service"],
          message: `${signIn.service.serviceName} has no domain, and nobody asks it by HTTP; give it one`,
        },
      ]
    : []),
  ...(signIn && (signIn.service.routes[0]?.protocol ?? "http") !== "http"
    ? [
        {
          path: ["signIn", "service"],
          message: `${signIn.service.serviceName} does not speak plain HTTP, by which it would be asked; have it speak protocol: "http"`,
        },
      ]
    : []),
];

/** Sign-ins that are not where they would be asked. */
export const signInsElsewhere = (ways: Ways, routers: readonly TraefikRouter[]): Problem[] =>
  [ways, ...(ways.also ?? [])].flatMap(({ signIn }, at) => {
    const missing = routers.filter((router) => signIn && !signIn.service.routers.includes(router));
    const names = missing.map(({ routerName }) => routerName).join(", ");
    return signIn && missing.length > 0
      ? [
          {
            path: [...(at === 0 ? [] : ["also", at - 1]), "signIn", "service"],
            message: `${signIn.service.serviceName} is not on the router ${names}, which could not ask it; have it there, too, or name one that is`,
          },
        ]
      : [];
  });

/** Finds the container that a router asks. */
export const signInAt = (
  { service, path, headers = [] }: SignIn,
  { network }: TraefikRouter,
): pulumi.Output<SignInAt> => {
  const [first] = service.made.filter(({ host }) => host === network.host);
  return pulumi
    .output(first?.container.name)
    .apply((name) => ({ server: `${name}:${service.port}`, path, headers: [...headers] }));
};

/** By these, applications are told who it is, or a sign-in what was asked for. */
const told = [
  "Remote-Email",
  "Remote-Groups",
  "Remote-Name",
  "Remote-User",
  "X-Access-Token",
  "X-Auth-Request-Access-Token",
  "X-Auth-Request-Email",
  "X-Auth-Request-Groups",
  "X-Auth-Request-Preferred-Username",
  "X-Auth-Request-Redirect",
  "X-Auth-Request-User",
  "X-Auth-User",
  "X-Authentik-Email",
  "X-Authentik-Entitlements",
  "X-Authentik-Groups",
  "X-Authentik-Jwt",
  "X-Authentik-Name",
  "X-Authentik-Uid",
  "X-Authentik-Username",
  "X-Forwarded-Access-Token",
  "X-Forwarded-Email",
  "X-Forwarded-Groups",
  "X-Forwarded-Method",
  "X-Forwarded-Preferred-Username",
  "X-Forwarded-Uri",
  "X-Forwarded-User",
  "X-Remote-User",
  "X-User",
  "X-Webauth-Email",
  "X-Webauth-Name",
  "X-Webauth-User",
];

/** What asks a sign-in. Whatever a visitor says of who it is is gone before. */
export function signedIn({ service, signIn }: { readonly service: string; readonly signIn?: SignInAt }) {
  if (!signIn) return {};
  const { server, path, headers } = signIn;
  const known = new Set(told.map((name) => name.toLowerCase()));
  const unbelieved = [...told, ...headers.filter((name) => !known.has(name.toLowerCase()))].sort(byCode);
  return {
    [`${service}_unbelieved`]: {
      headers: { customRequestHeaders: Object.fromEntries(unbelieved.map((name) => [name, ""])) },
    },
    [`${service}_sign_in`]: {
      forwardAuth: {
        address: `http://${server}${path}`,
        authResponseHeaders: [...headers],
        // The farm has said them: from nobody else, the router has taken any.
        trustForwardHeader: true,
      },
    },
  };
}

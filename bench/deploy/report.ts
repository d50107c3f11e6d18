import { lineThrough } from "../report/line";
import { digits, type Spread, shown, spreadOf } from "../report/spread";
import { table, targetTable } from "../report/table";

/** Seconds of each step. */
export interface Steps {
  readonly created: number;
  readonly unchanged: number;
  readonly changed: number;
  readonly removed: number;
}

/** One repeat with so many services. */
export interface Measured {
  readonly services: number;
  readonly homeport: Steps;
  readonly compose: Steps;
  /** A preview of a program with nothing in it, in turn with the unchanged one. */
  readonly emptyPreview: number;
  readonly state: { readonly resources: number; readonly bytes: number };
}

const steps: Readonly<Record<keyof Steps, string>> = {
  created: "from nothing",
  unchanged: "unchanged",
  changed: "one service changed",
  removed: "taken away",
};
const names = Object.keys(steps) as (keyof Steps)[];
const tools = { homeport: "Homeport", compose: "Compose" } as const;

/** Renders what was measured, in Markdown. */
export const report = (all: readonly Measured[]): string =>
  [
    how,
    targetTable(targets(all)),
    table(["Services × tool", ...Object.values(steps)], rows(all)),
    "What one more service costs, and what there is without any, by the least squares of the medians:",
    table(["Tool", ...Object.values(steps).map((step) => `${step}, s`)], growth(all)),
    "The state of so many services:",
    table(["Services", "resources", "bytes"], states(all)),
    `Repeats: ${sizesOf(all)
      .map((size) => `${of(all, size).length} with ${size} services`)
      .join(", ")}.`,
  ].join("\n\n");

const how =
  "Seconds as min – median – max. Both make the same network, router, gate, farm and services (one container each, the test suite's echo server), and both are measured until every service answers through the whole road. Homeport's farm ends TLS, with an authority and a certificate for each service, which are made with it; Compose's has plain HTTP. Homeport: `pulumi up --yes --skip-preview`, unchanged `pulumi preview`, and `pulumi destroy --yes --skip-preview`; Compose: `docker-compose up --detach` and `down`. The preview of an empty program is that of the same project with nothing in it, in turn with the other: of three each, the median counts. Draining is set to 0 seconds: with the default, an update that takes a container away waits another 5 seconds for its running requests, which Compose does not wait for at all.";

const of = (all: readonly Measured[], size: number) => all.filter(({ services }) => services === size);
const sizesOf = (all: readonly Measured[]) =>
  [...new Set(all.map(({ services }) => services))].sort((a, b) => a - b);

function targets(all: readonly Measured[]) {
  const found = (size: number, value: (one: Measured) => number): Spread | undefined => {
    const values = of(all, size).map(value);
    return values.length > 0 ? spreadOf(values) : undefined;
  };
  const beside = (step: keyof Steps) => (one: Measured) => one.homeport[step] / one.compose[step];
  const preview = ({ homeport, emptyPreview }: Measured) => homeport.unchanged / emptyPreview;
  return [
    {
      what: "100 services from nothing, Homeport / Compose",
      atMost: 2.5,
      found: found(100, beside("created")),
    },
    { what: "100 services taken away, Homeport / Compose", atMost: 3, found: found(100, beside("removed")) },
    {
      what: "Unchanged preview, 100 services / an empty program",
      atMost: 4,
      found: found(100, preview),
    },
    { what: "Unchanged preview, 3 services / an empty program", atMost: 1.4, found: found(3, preview) },
    {
      what: "One of 100 services changed",
      atMost: 5,
      unit: " s",
      found: found(100, (one) => one.homeport.changed),
    },
    {
      what: "State of 100 services, resources",
      atMost: 330,
      found: found(100, (one) => one.state.resources),
    },
    {
      what: "State of 100 services",
      atMost: 1.3,
      unit: " MB",
      found: found(100, (one) => one.state.bytes / 1_000_000),
    },
  ];
}

const rows = (all: readonly Measured[]) =>
  sizesOf(all).flatMap((size) =>
    (["homeport", "compose"] as const).map((tool) => [
      `${size} × ${tools[tool]}`,
      ...names.map((step) => shown(spreadOf(of(all, size).map((one) => one[tool][step])), digits)),
    ]),
  );

const growth = (all: readonly Measured[]) =>
  (["homeport", "compose"] as const).map((tool) => [
    tools[tool],
    ...names.map((step) => {
      const found = lineThrough(
        sizesOf(all).map((size) => [size, spreadOf(of(all, size).map((one) => one[tool][step])).median]),
      );
      return found ? `${digits(found.each)} each, ${digits(found.none)} without` : "–";
    }),
  ]);

const states = (all: readonly Measured[]) =>
  sizesOf(all).map((size) => {
    const [first] = of(all, size);
    return [
      String(size),
      digits(first?.state.resources ?? 0),
      (first?.state.bytes ?? 0).toLocaleString("en-US"),
    ];
  });

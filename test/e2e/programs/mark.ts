import * as pulumi from "@pulumi/pulumi";
import { marksVariable } from "./marks";

const marked = ["container:Container", "network:Network", "volume:Volume"].map(
  (type) => `docker:index/${type}`,
);
const marks = Object.entries(JSON.parse(process.env[marksVariable] ?? "{}") as Record<string, string>).map(
  ([label, value]) => ({ label, value }),
);

// Real homes and other tests may be on the same engine: these labels tell what belongs to this run.
pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
  if (!marked.includes(type)) return undefined;
  return {
    props: { ...props, labels: pulumi.output(props.labels ?? []).apply((own) => [...own, ...marks]) },
    opts,
  };
});

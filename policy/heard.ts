import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { Named } from "./rules/configuration";

interface ConfigureRequest {
  getPolicyconfigMap(): {
    forEach(
      each: (one: { getProperties(): { toJavaScript(): object } | undefined }, rule: string) => void,
    ): void;
  };
}

/**
 * Overhears which rules and settings the configuration names: Pulumi's SDK shows each rule what is said of itself, and
 * nobody what is said of a rule that does not exist. To be called before the pack is served.
 */
export function overhearConfiguration(): () => Named {
  const named: Record<string, string[]> = {};
  const { configure } = AnalyzerService as unknown as {
    configure: { requestDeserialize(bytes: Buffer): ConfigureRequest };
  };
  const { requestDeserialize } = configure;
  configure.requestDeserialize = (bytes) => {
    const request = requestDeserialize(bytes);
    request.getPolicyconfigMap().forEach((one, rule) => {
      named[rule] = Object.keys(one.getProperties()?.toJavaScript() ?? {});
    });
    return request;
  };
  return () => named;
}

import { idleConnections } from "../traefikRouter/config";

/** How the router reaches the containers of a service whose connections are kept for another time than usual. */
export const transportOf = (service: string, keepAliveSeconds: number | undefined) =>
  keepAliveSeconds === undefined
    ? undefined
    : {
        [service]:
          keepAliveSeconds === 0
            ? { maxIdleConnsPerHost: -1 }
            : {
                maxIdleConnsPerHost: idleConnections,
                forwardingTimeouts: { idleConnTimeout: `${keepAliveSeconds}s` },
              },
      };

import * as pulumi from "@pulumi/pulumi";
import type { Weight } from "./alerts";
import { integrations } from "./integrations";
import type { NtfyReceiver, Receiver, WebhookReceiver } from "./receivers";

/** The secrets of receivers, by the names of the files that have them. */
export function secretsOf(receivers: readonly Receiver[]): Record<string, pulumi.Input<string>> {
  return Object.fromEntries(
    receivers.flatMap((one, at) =>
      secretsIn(one).flatMap(([name, value]) =>
        value === undefined ? [] : [[`receiver-${at}-${name}`, value] as const],
      ),
    ),
  );
}

function secretsIn(one: Receiver): [string, pulumi.Input<string> | undefined][] {
  switch (one.kind) {
    case "mail":
      return [["password", one.password]];
    case "telegram":
    case "gotify":
    case "matrix":
      return [["token", one.token]];
    case "webhook":
      return [
        [urlFor.page, one.url],
        ["token", one.token],
      ];
    case "ntfy":
      return [
        [urlFor.page, ntfyUrl(one.url, "page")],
        [urlFor.notice, ntfyUrl(one.url, "notice")],
        ["token", one.token],
      ];
  }
}

/** ntfy is told in the address how a message is to arrive. */
const urlFor: Readonly<Record<Weight, string>> = { page: "url", notice: "url-of-notices" };

/** A page sounds also where a phone lets through what is important alone. */
const priorities: Readonly<Record<Weight, string>> = { page: "high", notice: "default" };

/** ntfy takes title and text out of what Alertmanager sends, by templates in the address. */
const ntfyUrl = (url: pulumi.Input<string>, weight: Weight): pulumi.Output<string> => {
  const query = new URLSearchParams({
    template: "yes",
    title: "{{(index .embeds 0).title}}",
    message: "{{(index .embeds 0).description}}",
    priority: priorities[weight],
    tags: weight,
  });
  return pulumi.output(url).apply((known) => `${known}?${query}`);
};

/** Those who are told what has this weight, in Alertmanager's words. */
export function renderReceiver(
  receivers: readonly Receiver[],
  weight: Weight,
  fileOf: (secret: string) => string,
): Record<string, object[]> {
  const sections: Record<string, object[]> = {};
  for (const [at, one] of receivers.entries()) {
    const secret = (name: string) => fileOf(`receiver-${at}-${name}`);
    const section = `${integrations[one.kind]}_configs`;
    const config = configOf(one, weight, secret);
    sections[section] = [...(sections[section] ?? []), { send_resolved: true, ...config }];
  }
  return sections;
}

const title = '{{ template "homeport.title" . }}';
const text = '{{ template "homeport.text" . }}';
const short = '{{ template "homeport.short" . }}';

/**
 * Of all that Alertmanager 0.28 speaks, only VictorOps' has fields of one's own, and a path of two parts behind the address:
 * enough for whoever takes JSON by POST.
 */
const inOwnFields = (
  { url }: { readonly url: string },
  token: string,
  [api_key, routing_key]: readonly [string, string],
  custom_fields: Readonly<Record<string, string>>,
): object => ({
  api_url: `${url.replace(/\/$/, "")}/`,
  api_key,
  routing_key,
  entity_display_name: "",
  state_message: "",
  monitoring_tool: "homeport",
  custom_fields,
  http_config: { authorization: { credentials_file: token } },
});

function configOf(one: Receiver, weight: Weight, secret: (name: string) => string): object {
  switch (one.kind) {
    case "mail":
      return {
        to: one.to,
        from: one.from,
        smarthost: one.server,
        ...(one.user === undefined ? {} : { auth_username: one.user }),
        ...(one.password === undefined ? {} : { auth_password_file: secret("password") }),
        require_tls: one.requireTls ?? true,
        headers: { Subject: title },
        html: "",
        text,
      };
    case "telegram":
      return {
        bot_token_file: secret("token"),
        chat_id: one.chat,
        parse_mode: "",
        message: `${title}\n\n${text}`,
      };
    case "gotify":
      // Behind its last slash it would say a name of its own; Gotify leads from there to the path without.
      return inOwnFields(one, secret("token"), ["message", '{{ "" }}'], { title, message: text });
    case "matrix":
      return inOwnFields(
        { url: `${one.url.replace(/\/$/, "")}/_matrix/client/v3/rooms/${one.room}` },
        secret("token"),
        ["send", "m.room.message"],
        { msgtype: "m.text", body: `${title}\n\n${text}` },
      );
    case "ntfy":
      return { webhook_url_file: secret(urlFor[weight]), title, message: short, ...withToken(one, secret) };
    case "webhook":
      return { url_file: secret(urlFor.page), ...withToken(one, secret) };
  }
}

const withToken = ({ token }: NtfyReceiver | WebhookReceiver, secret: (name: string) => string) =>
  token === undefined ? {} : { http_config: { authorization: { credentials_file: secret("token") } } };

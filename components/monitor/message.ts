/**
 * What people read: Alertmanager's own templates, of which mail and chats are made. Alerts of one name are told together: what goes on
 * comes before what is over.
 */
export const messageTemplates = `{{ define "homeport.title" }}{{ $told := .Alerts.Firing }}{{ if eq .Status "resolved" }}Over: {{ $told = .Alerts.Resolved }}{{ end }}{{ .CommonLabels.environment }}: {{ (index $told 0).Annotations.summary }}{{ if gt (len $told) 1 }} ({{ len $told }} alerts){{ end }}{{ end }}
{{ define "homeport.text" }}{{ range .Alerts.Firing }}{{ .Annotations.summary }}
{{ .Annotations.means }}
Since {{ .StartsAt.UTC.Format "2006-01-02 15:04" }} UTC
Next: {{ .Annotations.next }}

{{ end }}{{ range .Alerts.Resolved }}Over: {{ .Annotations.summary }}
Since {{ .StartsAt.UTC.Format "2006-01-02 15:04" }} UTC, until {{ .EndsAt.UTC.Format "2006-01-02 15:04" }} UTC

{{ end }}{{ end }}
`;

const moment = (field: string) => `{{slice .${field} 0 10}} {{slice .${field} 11 16}} UTC`;

/** How many alerts a message of ntfy may have: one that is longer than 4,096 bytes is refused. */
export const ntfyAlerts = 8;

/** The same in ntfy's words, which knows of Alertmanager's JSON alone. */
export const ntfyTitle =
  '{{if eq .status "resolved"}}Over: {{end}}{{.commonLabels.environment}}: {{$first := ""}}{{$more := ""}}{{range .alerts}}{{if eq .status $.status}}{{if $first}}{{$more = " and more"}}{{else}}{{$first = .annotations.summary}}{{end}}{{end}}{{end}}{{if $first}}{{$first}}{{else}}{{.commonLabels.alertname}}{{end}}{{$more}}';
export const ntfyMessage = `{{range .alerts}}{{if eq .status "firing"}}{{.annotations.summary}}
{{.annotations.means}}
Since ${moment("startsAt")}
Next: {{.annotations.next}}

{{end}}{{end}}{{range .alerts}}{{if eq .status "resolved"}}Over: {{.annotations.summary}}
Since ${moment("startsAt")}, until ${moment("endsAt")}

{{end}}{{end}}{{if .truncatedAlerts}}And {{.truncatedAlerts}} more{{end}}`;

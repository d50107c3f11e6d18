/** What people read: Alertmanager's own templates, of which mail and chats are made. */
export const messageTemplates = `{{ define "homeport.title" }}{{ if eq .Status "resolved" }}Over: {{ end }}{{ .CommonLabels.environment }}: {{ (index .Alerts 0).Annotations.summary }}{{ if gt (len .Alerts) 1 }} ({{ len .Alerts }} alerts){{ end }}{{ end }}
{{ define "homeport.text" }}{{ range .Alerts }}{{ if eq .Status "resolved" }}Over: {{ end }}{{ .Annotations.summary }}
{{ if ne .Status "resolved" }}{{ .Annotations.means }}
{{ end }}Since {{ .StartsAt.UTC.Format "2006-01-02 15:04" }} UTC{{ if eq .Status "resolved" }}, until {{ .EndsAt.UTC.Format "2006-01-02 15:04" }} UTC{{ end }}
{{ if ne .Status "resolved" }}Next: {{ .Annotations.next }}
{{ end }}
{{ end }}{{ end }}
`;

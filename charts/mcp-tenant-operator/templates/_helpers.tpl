{{- define "mcpt.labels" -}}
app.kubernetes.io/part-of: mcp-tenant-operator
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}
{{- define "mcpt.selector" -}}
app.kubernetes.io/part-of: mcp-tenant-operator
app.kubernetes.io/component: {{ . }}
{{- end -}}
{{- define "mcpt.image" -}}
{{ .root.Values.image.registry }}/{{ .name }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end -}}
{{- define "mcpt.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: {type: RuntimeDefault}
{{- end -}}
{{- define "mcpt.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}
{{- define "mcpt.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
- name: {{ . }}
{{- end }}
{{- end }}
{{- end -}}
{{- define "mcpt.pairs" -}}
{{- $pairs := list -}}
{{- range $name, $value := . }}{{ $pairs = append $pairs (printf "%s=%s" $name $value) }}{{ end -}}
{{- join "," $pairs -}}
{{- end -}}
{{- define "mcpt.placement" -}}
{{- $values := index .root.Values .component -}}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations: {{- toYaml . | nindent 0 }}
{{- end }}
# Preferences, so that a single node is enough.
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- include "mcpt.selector" .component | nindent 12 }}
topologySpreadConstraints:
- maxSkew: 1
  topologyKey: topology.kubernetes.io/zone
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "mcpt.selector" .component | nindent 6 }}
{{- end -}}
{{- define "mcpt.scrapers" -}}
{{- with .Values.metrics.scrapers }}
{{- if or .namespaceLabels .podLabels }}
- namespaceSelector:
    {{- if .namespaceLabels }}
    matchLabels: {{- toYaml .namespaceLabels | nindent 6 }}
    {{- else }} {}
    {{- end }}
  {{- with .podLabels }}
  podSelector:
    matchLabels: {{- toYaml . | nindent 6 }}
  {{- end }}
{{- end }}
{{- end }}
{{- end -}}
{{- define "mcpt.disruption" -}}
{{- if gt (int (index .root.Values .component).replicas) 1 }}
---
apiVersion: {{ if .root.Capabilities.APIVersions.Has "policy/v1/PodDisruptionBudget" }}policy/v1{{ else }}policy/v1beta1{{ end }}
kind: PodDisruptionBudget
metadata:
  name: mcp-{{ .component }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include "mcpt.labels" .root | nindent 4 }}
spec:
  minAvailable: 1
  selector:
    matchLabels:
      {{- include "mcpt.selector" .component | nindent 6 }}
{{- end }}
{{- end -}}

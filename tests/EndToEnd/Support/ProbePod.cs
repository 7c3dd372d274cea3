namespace EndToEnd.Support;

/// <summary>A pod beside the tenant's server, under the same policies, that tries one connection and tells by its exit code.</summary>
internal static class ProbePod
{
    /// <summary>Tries to open a TCP connection from inside a tenant's namespace.</summary>
    /// <returns>True when it was accepted within three seconds.</returns>
    public static async Task<bool> CanConnectAsync(TestTenant from, string name, string host, int port)
    {
        await Kubectl.ApplyAsync($$$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: {{{name}}}, namespace: {{{from.Namespace}}}}
            spec:
              restartPolicy: Never
              automountServiceAccountToken: false
              enableServiceLinks: false
              securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
              containers:
              - name: probe
                image: mcptenants.dev/probe:dev
                imagePullPolicy: IfNotPresent
                command: [nc, -z, -w, "3", "{{{host}}}", "{{{port}}}"]
                resources: {requests: {cpu: 10m, memory: 16Mi}, limits: {cpu: 10m, memory: 16Mi}}
                securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
            """);
        var phase = "";
        await Eventually.HoldsAsync($"probe {name} ends", TimeSpan.FromSeconds(60), async () =>
            (phase = (await Kubectl.RunAsync(["-n", from.Namespace, "get", "pod", name, "-o", "jsonpath={.status.phase}"])).Trim()) is "Succeeded" or "Failed");
        await Kubectl.RunAsync(["-n", from.Namespace, "delete", "pod", name, "--grace-period=0", "--force"]);
        return phase == "Succeeded";
    }
}

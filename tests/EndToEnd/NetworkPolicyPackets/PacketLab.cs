using EndToEnd.Support;

namespace EndToEnd.NetworkPolicyPackets;

/// <summary>
/// Two namespaces: "home" with a web server (ports http = 8080 and 8081) and a client, "away" with a client. Connections are tried with real packets from
/// inside the pods.
/// </summary>
internal sealed class PacketLab : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private PacketLab(string id) => (Home, Away) = ($"packets-home-{id}", $"packets-away-{id}");

    public string Home { get; }

    public string Away { get; }

    /// <summary>Address of the web server's pod.</summary>
    public string WebAddress { get; private set; } = "";

    /// <summary>Address of the web server's service, port 80 to 8080.</summary>
    public string ServiceAddress { get; private set; } = "";

    public static async Task<PacketLab> CreateAsync()
    {
        var lab = new PacketLab(Guid.NewGuid().ToString("n")[..8]);
        await Kubectl.ApplyAsync($$"""
            {{Namespace(lab.Home)}}
            {{Namespace(lab.Away)}}
            {{Pod(lab.Home, "web", "busybox httpd -p 8081; exec busybox httpd -f -p 8080")}}
            {{Pod(lab.Home, "client", "exec sleep 3600")}}
            {{Pod(lab.Away, "client", "exec sleep 3600")}}
            apiVersion: v1
            kind: Service
            metadata:
              name: web
              namespace: {{lab.Home}}
            spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
            """);
        foreach (var ns in new[] { lab.Home, lab.Away })
            await Kubectl.RunAsync(["-n", ns, "wait", "pod", "--all", "--for=condition=Ready", "--timeout=60s"]);
        lab.WebAddress = (await Kubectl.RunAsync(["-n", lab.Home, "get", "pod", "web", "-o", "jsonpath={.status.podIP}"])).Trim();
        lab.ServiceAddress = (await Kubectl.RunAsync(["-n", lab.Home, "get", "service", "web", "-o", "jsonpath={.spec.clusterIP}"])).Trim();
        return lab;
    }

    /// <summary>Applies a policy in the home namespace.</summary>
    /// <param name="spec">The spec in YAML flow notation.</param>
    public Task PolicyAsync(string spec) => Kubectl.ApplyAsync($$$"""
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: policy, namespace: {{{Home}}}}
        spec: {{{spec}}}
        """);

    /// <summary>Tries one TCP connection from the client of a namespace.</summary>
    public static async Task<bool> ConnectsAsync(string from, string host, int port) =>
        (await Kubectl.TryAsync(["-n", from, "exec", "client", "--", "nc", "-z", "-w", "1", host, $"{port}"])).Code == 0;

    /// <summary>Tries one DNS query, which is UDP, from the client of a namespace.</summary>
    public static async Task<bool> ResolvesAsync(string from) =>
        (await Kubectl.TryAsync(["-n", from, "exec", "client", "--", "timeout", "2", "nslookup", "kubernetes.default.svc.cluster.local"])).Code == 0;

    /// <summary>Waits until a connection is refused. The rules of a node change in one step, so from then on the whole policy is in force.</summary>
    public static Task IsClosedAsync(string from, string host, int port) =>
        Eventually.HoldsAsync($"{from} -> {host}:{port} is closed", Patience, async () => !await ConnectsAsync(from, host, port));

    public async ValueTask DisposeAsync() => await Kubectl.RunAsync(["delete", "namespace", Home, Away, "--wait=false"]);

    private static string Namespace(string name) => $$$"""
        apiVersion: v1
        kind: Namespace
        metadata: {name: {{{name}}}, labels: {packets: {{{name}}}}}
        ---
        """;

    private static string Pod(string ns, string name, string command) => $$$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{{name}}}, namespace: {{{ns}}}, labels: {app: {{{name}}}}}
        spec:
          automountServiceAccountToken: false
          enableServiceLinks: false
          terminationGracePeriodSeconds: 0
          securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
          containers:
          - name: probe
            image: mcptenants.dev/probe:dev
            command: [sh, -c, "{{{command}}}"]
            ports: [{name: http, containerPort: 8080}]
            securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
        ---
        """;
}

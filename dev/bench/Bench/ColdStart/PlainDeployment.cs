using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using McpTenants.Bench.Cluster;
using McpTenants.Bench.Load;

namespace McpTenants.Bench.ColdStart;

/// <summary>
/// The bare cost of the cluster: the same pod, image and configuration in a Deployment without gateway, policies and operator,
/// scaled from 0 to 1 by hand.
/// </summary>
internal sealed class PlainDeployment
{
    private const string Namespace = "bench-plain";
    private const string Path = $"/apis/apps/v1/namespaces/{Namespace}/deployments/mcp-instance";
    private readonly ApiServer _api;

    private PlainDeployment(ApiServer api) => _api = api;

    /// <summary>Copies a tenant's Deployment and ConfigMap into a namespace of their own.</summary>
    public static async Task<PlainDeployment> CopyAsync(ApiServer api, string tenantNamespace, CancellationToken cancellationToken)
    {
        await api.CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = Namespace } }, cancellationToken);
        var source = await api.GetAsync($"/apis/apps/v1/namespaces/{tenantNamespace}/deployments/mcp-instance", cancellationToken);
        var config = await api.GetAsync($"/api/v1/namespaces/{tenantNamespace}/configmaps/mcp-instance", cancellationToken);
        var copy = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "mcp-instance" }, ["data"] = config!["data"]!.DeepClone() };
        await api.CreateAsync($"/api/v1/namespaces/{Namespace}/configmaps", copy, cancellationToken);

        var template = source!["spec"]!["template"]!.DeepClone();
        template["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = "plain" } };
        var pod = template["spec"]!.AsObject();
        pod.Remove("serviceAccountName");
        pod.Remove("serviceAccount");
        foreach (var volume in pod["volumes"]?.AsArray() ?? [])
        {
            if (volume!.AsObject().Remove("persistentVolumeClaim"))
                volume["emptyDir"] = new JsonObject();
        }

        WithoutTls(pod);
        var deployment = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "mcp-instance" },
            ["spec"] = new JsonObject
            {
                ["replicas"] = 0,
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "plain" } },
                ["template"] = template,
            },
        };
        await api.CreateAsync($"/apis/apps/v1/namespaces/{Namespace}/deployments", deployment, cancellationToken);
        return new PlainDeployment(api);
    }

    /// <summary>The certificate stays with its tenant; a copy without gateway has nobody to prove anything to.</summary>
    private static void WithoutTls(JsonObject pod)
    {
        static void Drop(JsonNode? list, string name) => list?.AsArray().RemoveAll(item => (string?)item!["name"] == name);

        Drop(pod["volumes"], "tls");
        foreach (var container in pod["containers"]!.AsArray())
        {
            Drop(container!["volumeMounts"], "tls");
            Drop(container["env"], "MCP_TLS_DIR");
            foreach (var probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"])
            {
                if (container[probe]?["httpGet"] is JsonObject get)
                    get["scheme"] = "HTTP";
            }
        }
    }

    /// <summary>Scales to one pod.</summary>
    /// <returns>The milliseconds until the pod's first HTTP answer, and until the Deployment counts it as ready.</returns>
    public async Task<(double Answer, double Ready)> StartAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await ScaleAsync(1, cancellationToken);
        IPAddress? address;
        while ((address = await PodAddressAsync(cancellationToken)) is null)
            await PauseAsync(cancellationToken);
        while (!await AnswersAsync(address, cancellationToken))
            await PauseAsync(cancellationToken);
        var answer = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        while (await ReadyReplicasAsync(cancellationToken) < 1)
            await PauseAsync(cancellationToken);
        return (answer, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>Scales to zero and waits until the pod is gone.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await ScaleAsync(0, cancellationToken);
        while ((await PodsAsync(cancellationToken)).Count > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
    }

    /// <summary>Removes everything.</summary>
    public Task RemoveAsync() => _api.DeleteAsync($"/api/v1/namespaces/{Namespace}", CancellationToken.None);

    private async Task ScaleAsync(int replicas, CancellationToken cancellationToken) =>
        await _api.PatchAsync(Path + "/scale", ApiServer.MergePatch, new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }, cancellationToken);

    private async Task<int> ReadyReplicasAsync(CancellationToken cancellationToken) =>
        (await _api.GetAsync(Path, cancellationToken))!["status"]?["readyReplicas"]?.GetValue<int>() ?? 0;

    private async Task<JsonArray> PodsAsync(CancellationToken cancellationToken) =>
        (await _api.GetAsync($"/api/v1/namespaces/{Namespace}/pods", cancellationToken))!["items"]!.AsArray();

    private async Task<IPAddress?> PodAddressAsync(CancellationToken cancellationToken) =>
        (await PodsAsync(cancellationToken)).Select(p => p!["status"]?["podIP"]?.GetValue<string>()).FirstOrDefault(ip => ip is not null) is { } ip ? IPAddress.Parse(ip) : null;

    private static async Task<bool> AnswersAsync(IPAddress address, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = await HttpConnection.ConnectAsync(new IPEndPoint(address, 8080), cancellationToken);
            return await connection.SendAsync(HttpRequestBytes.Get("localhost", "/readyz"), cancellationToken) == 200;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    // A rhythm of 25 ms like the gateway's own probe: the baseline must not win or lose by its clock.
    private static Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, cancellationToken);
}

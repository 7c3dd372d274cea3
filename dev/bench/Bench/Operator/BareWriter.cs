using System.Diagnostics;
using System.Text.Json.Nodes;
using McpTenants.Bench.Cluster;

namespace McpTenants.Bench.Operator;

/// <summary>
/// The baseline of a reconcile: the same objects, written by a bare client with server-side apply, as many tenants at a time as the
/// operator has workers. It observes nothing, compares nothing and reports nothing; no operator can be faster than that.
/// </summary>
internal sealed class BareWriter(ApiServer api, IReadOnlyList<(string Path, JsonObject Body)> template, string templateTenant)
{
    private const int Workers = 4;

    private static readonly (string Api, string Plural)[] Kinds =
    [
        ("/api/v1", "serviceaccounts"), ("/apis/networking.k8s.io/v1", "networkpolicies"), ("/api/v1", "resourcequotas"), ("/api/v1", "limitranges"),
        ("/apis/rbac.authorization.k8s.io/v1", "rolebindings"), ("/api/v1", "configmaps"), ("/api/v1", "persistentvolumeclaims"),
        ("/apis/apps/v1", "deployments"), ("/api/v1", "services"),
    ];

    /// <summary>Learns the objects from a tenant that the operator made.</summary>
    public static async Task<BareWriter> LearnAsync(ApiServer api, string tenant, CancellationToken cancellationToken)
    {
        const string Selector = "?labelSelector=app.kubernetes.io/managed-by%3Dmcp-operator";
        var objects = new List<(string Path, JsonObject Body)>();
        var ns = await api.GetAsync($"/api/v1/namespaces/mcpt-{tenant}", cancellationToken) ?? throw new InvalidOperationException($"{tenant} has no namespace.");
        Add("/api/v1/namespaces", ns, "v1", "Namespace");
        foreach (var (group, plural) in Kinds)
            await AddAllAsync(group, $"{group}/namespaces/mcpt-{tenant}/{plural}");
        const string Networking = "/apis/networking.k8s.io/v1";
        var ingress = await api.GetAsync($"{Networking}/namespaces/mcp-system/ingresses/mcpt-{tenant}", cancellationToken);
        if (ingress is not null)
            Add($"{Networking}/namespaces/mcp-system/ingresses", ingress, "networking.k8s.io/v1", "Ingress");
        return new BareWriter(api, objects, tenant);

        async Task AddAllAsync(string group, string collection)
        {
            var list = await api.GetAsync(collection + Selector, cancellationToken);
            var kind = list!["kind"]!.GetValue<string>();
            foreach (var item in list["items"]!.AsArray())
                Add(collection, item!.AsObject(), list["apiVersion"]!.GetValue<string>(), kind[..^"List".Length]);
        }

        void Add(string collection, JsonObject found, string apiVersion, string kind)
        {
            var body = found.DeepClone().AsObject();
            body["apiVersion"] = apiVersion;
            body["kind"] = kind;
            body.Remove("status");
            foreach (var server in new[] { "uid", "resourceVersion", "creationTimestamp", "managedFields", "generation", "selfLink", "finalizers" })
                body["metadata"]!.AsObject().Remove(server);
            body["metadata"]!["annotations"]?.AsObject().Remove("deployment.kubernetes.io/revision");
            var spec = body["spec"]?.AsObject();
            foreach (var assigned in new[] { "clusterIP", "clusterIPs", "volumeName" })
                spec?.Remove(assigned);
            if (kind == "Namespace")
                body.Remove("spec");
            objects.Add(($"{collection}/{body["metadata"]!["name"]}", body));
        }
    }

    /// <summary>How many objects one tenant has.</summary>
    public int Objects => template.Count;

    /// <summary>Writes the objects of that many tenants.</summary>
    /// <param name="prefix">Names of the tenants begin with it.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>For each, the seconds from the start to its last object.</returns>
    public async Task<IReadOnlyCollection<double>> WriteAsync(string prefix, int count, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var seconds = new double[count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, count), options, async (i, token) =>
        {
            foreach (var (path, body) in template)
            {
                var named = JsonNode.Parse(Disown(body.ToJsonString()).Replace(templateTenant, $"{prefix}{i}", StringComparison.Ordinal))!;
                var target = path.Replace(templateTenant, $"{prefix}{i}", StringComparison.Ordinal);
                await api.PatchAsync($"{target}?fieldManager=mcpt-bench&force=true", ApiServer.ApplyPatch, named, token);
            }

            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
        return seconds;
    }

    // With our labels on them the operator would watch these objects and take them for orphans.
    private static string Disown(string json) => json
        .Replace("mcptenants.dev/tenant", "bench.test/tenant", StringComparison.Ordinal)
        .Replace("\"app.kubernetes.io/managed-by\":\"mcp-operator\"", "\"app.kubernetes.io/managed-by\":\"mcpt-bench\"", StringComparison.Ordinal);
}

using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Cli.Doctor.Checks;

namespace McpTenants.Cli.Doctor;

/// <summary>Reads everything once; what may not be read makes its check unknown, and no other.</summary>
internal sealed class FactReader(KubernetesClient client, string systemNamespace, TimeProvider time)
{
    private const string ProbeName = "mcpt-doctor";

    /// <summary>Reads.</summary>
    public async Task<ClusterFacts> ReadAsync(CancellationToken ct)
    {
        var operation = await TryAsync(() => client.GetAsync<V1Deployment>("mcp-operator", systemNamespace, ct));
        var tenants = await ListAsync<McpTenant>(null, null, ct);
        var domain = await BaseDomainAsync(ct);
        var (host, port) = HostToTry(domain.Value, tenants.Value);
        var addresses = host is null ? new Reading<IPAddress[]>(null, "the base domain is not known") : await EdgeProbe.ResolveAsync(host, ct);
        var edge = host is null ? new Reading<EdgeCertificate>(null, "the base domain is not known")
            : await EdgeProbe.HandshakeAsync(host, addresses.Value ?? await PublishedAsync(ct), port, ct);
        return new ClusterFacts
        {
            Now = time.GetUtcNow(),
            SystemNamespace = systemNamespace,
            Version = await TryAsync(async () => (VersionInfo?)await client.GetVersionAsync(ct)),
            Definitions = await ListAsync<V1CustomResourceDefinition>(null, null, ct),
            Namespaces = await ListAsync<V1Namespace>(null, null, ct),
            Operator = operation,
            Gateway = await TryAsync(() => client.GetAsync<V1Deployment>("mcp-gateway", systemNamespace, ct)),
            SystemPods = await ListAsync<V1Pod>(systemNamespace, null, ct),
            Webhook = await TryAsync(() => client.GetAsync<V1ValidatingWebhookConfiguration>(McpTenantNames.Webhook, ct: ct)),
            WebhookAnswer = await WebhookAnswerAsync(ct),
            Rights = await TryAsync(async () => (IList<Right>?)await RightsAsked.AskAsync(client, systemNamespace, ct)),
            DnsPods = await ListAsync<V1Pod>(null, string.Join(',', DnsPeers.Of(operation.Value).Pod.Select(l => $"{l.Key}={l.Value}")), ct),
            DaemonSets = await ListAsync<V1DaemonSet>(null, null, ct),
            StorageClasses = await ListAsync<V1StorageClass>(null, null, ct),
            IngressClasses = await ListAsync<V1IngressClass>(null, null, ct),
            Tenants = tenants,
            Tombstones = await ListAsync<McpTenantTombstone>(null, null, ct),
            BaseDomain = domain,
            Addresses = addresses,
            Edge = edge,
        };
    }

    private static (string? Host, int Port) HostToTry(string? domain, IList<McpTenant>? tenants) =>
        (tenants ?? []).Select(t => t.Status?.Url).FirstOrDefault(u => u is not null) is { } url && Uri.TryCreate(url, UriKind.Absolute, out var uri) ? (uri.Host, uri.Port)
        : domain is null ? (null, 443)
        : ($"{ProbeName}.{domain}", 443);

    private Task<Reading<IList<T>>> ListAsync<T>(string? ns, string? selector, CancellationToken ct)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        TryAsync(async () => (IList<T>?)await client.ListAsync<T>(ns, selector, ct: ct));

    private async Task<Reading<string>> BaseDomainAsync(CancellationToken ct)
    {
        var read = await TryAsync(() => client.GetAsync<V1ConfigMap>("mcp-operator-platform", systemNamespace, ct));
        return read.Value?.Data?.TryGetValue("platform.json", out var text) == true && (string?)JsonNode.Parse(text)?["baseDomain"] is { Length: > 0 } domain
            ? new(domain)
            : new(null, read.Problem ?? $"ConfigMap mcp-operator-platform in {systemNamespace} has no baseDomain");
    }

    /// <summary>A tenant that is applied as a dry run meets the webhook, and nothing of it is stored.</summary>
    private async Task<Reading<string>> WebhookAnswerAsync(CancellationToken ct)
    {
        var probe = new McpTenant
        {
            Metadata = new V1ObjectMeta { Name = ProbeName },
            Spec = new McpTenantSpec
            {
                DisplayName = "Probe of kubectl mcpt doctor",
                Auth = new AuthSpec { Mode = AuthMode.ApiKey, ApiKeys = [new ApiKeySpec { Name = "doctor", Sha256 = new string('0', 64) }] },
            },
        };
        try
        {
            await client.ApplyAsync(probe, Connection.FieldManager, dryRun: true, ct: ct);
            return new("accepted");
        }
        catch (HttpOperationException e) when (e.Response?.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
        {
            return new(null, e.Status()?.Message ?? e.Message);
        }
        catch (HttpOperationException e)
        {
            return new(e.Status()?.Message ?? e.Message);
        }
    }

    private async Task<IEnumerable<IPAddress>> PublishedAsync(CancellationToken ct)
    {
        var ingresses = await ListAsync<V1Ingress>(systemNamespace, null, ct);
        return (ingresses.Value ?? []).SelectMany(i => i.Status?.LoadBalancer?.Ingress ?? [])
            .Select(a => IPAddress.TryParse(a.Ip, out var address) ? address : null).OfType<IPAddress>().Distinct().Take(2);
    }

    private static async Task<Reading<T>> TryAsync<T>(Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return new(await read());
        }
        catch (HttpOperationException e)
        {
            return new(null, e.Status()?.Message ?? e.Message);
        }
    }
}

using System.Text;
using System.Text.Json.Nodes;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Webhook;

/// <summary>Keeps the API server's side current: the authority in the chart's configuration, or the whole configuration for an operator outside of the cluster.</summary>
internal sealed class WebhookRegistration(IKubernetesClient client, WebhookOptions options)
{
    /// <summary>Writes what differs; nothing when all is current.</summary>
    public async Task EnsureAsync(string authorities, CancellationToken cancellationToken)
    {
        var bundle = Encoding.ASCII.GetBytes(authorities);
        if (options.Url is { } url)
        {
            await client.ApplyAsync(Outside(new Uri(url, "/validate"), bundle), McpTenantNames.PipelineManager, ct: cancellationToken);
            return;
        }

        // Without the chart's configuration there is no webhook (webhook.enabled: false), and the reconciler checks alone.
        var configuration = await client.GetAsync<V1ValidatingWebhookConfiguration>(options.Configuration, ct: cancellationToken);
        if (configuration is null)
            return;
        var patch = new JsonArray();
        for (var i = 0; i < (configuration.Webhooks?.Count ?? 0); i++)
        {
            if (configuration.Webhooks![i].ClientConfig.CaBundle is { } current && current.AsSpan().SequenceEqual(bundle))
                continue;
            // The test keeps the index honest when somebody edits the list meanwhile.
            patch.Add(new JsonObject { ["op"] = "test", ["path"] = $"/webhooks/{i}/name", ["value"] = configuration.Webhooks[i].Name });
            patch.Add(new JsonObject { ["op"] = "add", ["path"] = $"/webhooks/{i}/clientConfig/caBundle", ["value"] = Convert.ToBase64String(bundle) });
        }

        if (patch.Count > 0)
            await client.PatchAsync<V1ValidatingWebhookConfiguration>(new V1Patch(patch.ToJsonString(), PatchType.JsonPatch), options.Configuration, ct: cancellationToken);
    }

    private V1ValidatingWebhookConfiguration Outside(Uri url, byte[] bundle) => new()
    {
        Metadata = new() { Name = options.Configuration },
        Webhooks =
        [
            new V1ValidatingWebhook
            {
                Name = $"{McpTenant.KubePluralName}.{McpTenant.KubeGroup}",
                AdmissionReviewVersions = ["v1"],
                SideEffects = "None",
                TimeoutSeconds = 5,
                FailurePolicy = "Fail",
                MatchPolicy = "Equivalent",
                ClientConfig = new() { Url = url.ToString(), CaBundle = bundle },
                Rules =
                [
                    new V1RuleWithOperations
                    {
                        ApiGroups = [McpTenant.KubeGroup],
                        ApiVersions = [McpTenant.KubeApiVersion],
                        Operations = ["CREATE", "UPDATE", "DELETE"],
                        Resources = [McpTenant.KubePluralName, McpVaultBinding.KubePluralName],
                        Scope = "Cluster",
                    },
                    new V1RuleWithOperations
                    {
                        ApiGroups = [McpTenantTombstone.KubeGroup],
                        ApiVersions = [McpTenantTombstone.KubeApiVersion],
                        Operations = ["UPDATE", "DELETE"],
                        Resources = [McpTenantTombstone.KubePluralName],
                        Scope = "Cluster",
                    },
                ],
            },
        ],
    };
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Deprovision.Certificates;

/// <summary>
/// The key that signs certificates: a Secret that is made once, and a ConfigMap with its public part. The ConfigMap keeps the public part of every key
/// that ever signed, so that a key can be replaced (delete the Secret) and old certificates stay verifiable.
/// </summary>
internal sealed class SigningKeys(IKubernetesClient client, string systemNamespace)
{
    private const string PrivateKey = "key.pem";

    /// <summary>The key. The caller disposes it.</summary>
    /// <returns>The key, and every public key in PEM.</returns>
    public async Task<(ECDsa Key, string PublicKeys)> GetAsync(CancellationToken cancellationToken)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(await PemAsync(cancellationToken));
        return (key, await PublishAsync(key.ExportSubjectPublicKeyInfoPem(), cancellationToken));
    }

    private async Task<string> PemAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var secret = await client.GetAsync<V1Secret>(McpTenantNames.SigningKey, systemNamespace, cancellationToken);
            if (secret is not null)
            {
                return secret.Data?.TryGetValue(PrivateKey, out var pem) == true
                    ? Encoding.ASCII.GetString(pem)
                    : throw new InvalidOperationException($"Secret {systemNamespace}/{McpTenantNames.SigningKey} has no {PrivateKey}; restore it, or delete the Secret to get a new key.");
            }

            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            try
            {
                await client.CreateAsync(
                    new V1Secret
                    {
                        Metadata = new() { Name = McpTenantNames.SigningKey, NamespaceProperty = systemNamespace },
                        Type = "Opaque",
                        Data = new Dictionary<string, byte[]> { [PrivateKey] = Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()) },
                    },
                    McpTenantNames.PipelineManager,
                    cancellationToken);
            }
            catch (HttpOperationException e) when (e.IsAlreadyExists())
            {
                // Another process was faster; the next turn reads its key.
            }
        }
    }

    private async Task<string> PublishAsync(string publicKey, CancellationToken cancellationToken)
    {
        publicKey = publicKey.TrimEnd() + "\n";
        var map = await client.GetAsync<V1ConfigMap>(McpTenantNames.SigningKey, systemNamespace, cancellationToken);
        var known = map?.Data?.TryGetValue(McpTenantNames.PublicKeys, out var text) == true ? text : "";
        if (map is not null && known.Contains(publicKey.Trim(), StringComparison.Ordinal))
        {
            return known;
        }

        if (map is null)
        {
            map = new V1ConfigMap
            {
                Metadata = new() { Name = McpTenantNames.SigningKey, NamespaceProperty = systemNamespace },
                Data = new Dictionary<string, string> { [McpTenantNames.PublicKeys] = publicKey },
            };
            await client.CreateAsync(map, McpTenantNames.PipelineManager, cancellationToken);
            return publicKey;
        }

        // With the version that was read: two writers must not lose a key of each other. The loser fails and its pass is repeated.
        var all = publicKey + known;
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = map.Metadata.ResourceVersion },
            ["data"] = new JsonObject { [McpTenantNames.PublicKeys] = all },
        };
        await client.PatchAsync<V1ConfigMap>(
            new V1Patch(patch.ToJsonString(), PatchType.MergePatch), McpTenantNames.SigningKey, systemNamespace, McpTenantNames.PipelineManager, ct: cancellationToken);
        return all;
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Authorization.Peers;
using McpTenants.Operator.Hosting;

namespace McpTenants.Operator.Certificates;

/// <summary>The authorities in a Secret of the system namespace. Whoever writes second reads again: creation and update are compare-and-swap.</summary>
internal sealed class AuthoritySecret(IKubernetesClient client, OperatorOptions options)
{
    /// <summary>Name of the Secret. Nobody mounts it.</summary>
    public const string Name = "mcp-authority";

    /// <summary>What is stored, and what it is stored in.</summary>
    /// <exception cref="InvalidDataException">There is a Secret that cannot be read: to replace it would cut every connection, so that is for people to decide.</exception>
    public async Task<(AuthorityState? State, V1Secret? Secret)> ReadAsync(CancellationToken cancellationToken)
    {
        var secret = await client.GetAsync<V1Secret>(Name, options.SystemNamespace, cancellationToken);
        if (secret is null)
            return (null, null);
        try
        {
            var retired = Enumerable.Range(0, int.MaxValue).Select(i => CertificateFiles.TextOf(secret, RetiredKey(i))).TakeWhile(pem => pem is not null).OfType<string>();
            return (new AuthorityState(Pair(secret, "ca") ?? throw new CryptographicException("ca.crt or ca.key is missing"), Pair(secret, "next"), [.. retired]), secret);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException($"Secret {options.SystemNamespace}/{Name} is not usable: {e.Message}. Restore it, or delete it to begin with a new authority.", e);
        }
    }

    /// <summary>Stores the state; false when somebody was faster.</summary>
    public async Task<bool> TryWriteAsync(V1Secret? read, AuthorityState state, CancellationToken cancellationToken)
    {
        var secret = read ?? new V1Secret
        {
            Metadata = new()
            {
                Name = Name,
                NamespaceProperty = options.SystemNamespace,
                Labels = new Dictionary<string, string> { [McpTenantNames.ManagedByLabel] = McpTenantNames.ManagedBy },
            },
            Type = "Opaque",
        };
        secret.Data = Data(state);
        try
        {
            await (read is null ? client.CreateAsync(secret, ct: cancellationToken) : client.UpdateAsync(secret, ct: cancellationToken));
            return true;
        }
        catch (HttpOperationException e) when (e.IsConflict())
        {
            return false;
        }
    }

    private static Dictionary<string, byte[]> Data(AuthorityState state)
    {
        var data = new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["ca.crt"] = Bytes(state.Signer.Certificate), ["ca.key"] = Bytes(state.Signer.Key) };
        if (state.Next is { } next)
        {
            data["next.crt"] = Bytes(next.Certificate);
            data["next.key"] = Bytes(next.Key);
        }

        for (var i = 0; i < state.Retired.Count; i++)
            data[RetiredKey(i)] = Bytes(state.Retired[i]);
        return data;
    }

    private static PeerAuthority? Pair(V1Secret secret, string name)
    {
        if (CertificateFiles.TextOf(secret, name + ".crt") is not { } certificate || CertificateFiles.TextOf(secret, name + ".key") is not { } key)
            return null;
        // Proves that the two belong together.
        using var pair = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(certificate, key);
        return new PeerAuthority(certificate, key);
    }

    private static string RetiredKey(int index) => string.Create(CultureInfo.InvariantCulture, $"retired-{index}.crt");

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}

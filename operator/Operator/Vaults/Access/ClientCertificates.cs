using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Vaults.Access;

/// <summary>Client certificates for directories, from Secrets in the operator's namespace. Read each time, so that a renewed one counts from the next read on.</summary>
internal sealed class ClientCertificates(IKubernetesClient client, OperatorOptions options)
{
    /// <summary>Reads a certificate with its key.</summary>
    public async Task<X509Certificate2> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var secret = await client.GetAsync<V1Secret>(name, options.SystemNamespace, cancellationToken);

        // The type keeps a binding from pointing at a Secret that was never meant for it.
        if (secret is not { Type: "kubernetes.io/tls", Data: { } data } || !data.TryGetValue("tls.crt", out var certificate) || !data.TryGetValue("tls.key", out var key))
        {
            throw new VaultException(new VaultProblem(Reasons.VaultIdentityUnavailable, $"There is no Secret {options.SystemNamespace}/{name} of type kubernetes.io/tls."));
        }

        try
        {
            return X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(certificate), Encoding.ASCII.GetString(key));
        }
        catch (CryptographicException e)
        {
            throw new VaultException(new VaultProblem(Reasons.VaultIdentityUnavailable, $"Secret {options.SystemNamespace}/{name} has no usable certificate with its key."), e);
        }
    }
}

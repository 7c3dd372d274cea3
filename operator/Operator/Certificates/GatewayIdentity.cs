using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Authorization.Peers;
using McpTenants.Operator.Hosting;

namespace McpTenants.Operator.Certificates;

/// <summary>The gateways' client certificate, in a Secret that they mount; they have no right to read Secrets.</summary>
internal sealed partial class GatewayIdentity(IKubernetesClient client, CertificateAuthority authority, OperatorOptions options, TimeProvider time, ILogger<GatewayIdentity> logger)
{
    private DateTimeOffset? until;

    /// <summary>End of the certificate; null before the first look.</summary>
    public DateTimeOffset? Until => until;

    /// <summary>Makes sure that the Secret holds a certificate that is not due.</summary>
    public async Task EnsureAsync(AuthorityState state, CancellationToken cancellationToken)
    {
        while (true)
        {
            var secret = await client.GetAsync<V1Secret>(McpTenantNames.GatewayIdentitySecret, options.SystemNamespace, cancellationToken);
            var found = CertificateFiles.StateOf(secret);
            if (LeafPlan.ReasonToIssue(found, PeerNames.Gateway, state.Bundle, time.GetUtcNow()) is not { } reason)
            {
                until = found!.Until;
                return;
            }

            try
            {
                await WriteAsync(secret, authority.IssueClient(state, PeerNames.Gateway), cancellationToken);
                Issued(logger, reason);
            }
            catch (HttpOperationException e) when (e.IsConflict())
            {
                // Somebody was faster; what he wrote is looked at.
            }
        }
    }

    private Task WriteAsync(V1Secret? secret, CertificateFiles files, CancellationToken cancellationToken)
    {
        if (secret is not null)
        {
            secret.Data = files.ToData();
            return client.UpdateAsync(secret, ct: cancellationToken);
        }

        return client.CreateAsync(
            new V1Secret
            {
                Metadata = new()
                {
                    Name = McpTenantNames.GatewayIdentitySecret,
                    NamespaceProperty = options.SystemNamespace,
                    Labels = new Dictionary<string, string> { [McpTenantNames.ManagedByLabel] = McpTenantNames.ManagedBy },
                },
                Type = CertificateFiles.SecretType,
                Data = files.ToData(),
            },
            ct: cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Issued the gateways' certificate: {Reason}")]
    private static partial void Issued(ILogger logger, string reason);
}

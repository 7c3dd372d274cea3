using Azure.Core;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Vaults.Access;

/// <summary>
/// Gives a token for one resource of one directory, whatever a challenge asks for. The client checks that the resource is a parent of the vault's host; that
/// would still let a vault ask for a token of a whole top-level domain, or send us to a directory that is not ours.
/// </summary>
internal sealed class GuardedCredential(TokenCredential inner, string resource, string directory) : TokenCredential
{
    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Check(requestContext);
        return inner.GetToken(requestContext, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Check(requestContext);
        return inner.GetTokenAsync(requestContext, cancellationToken);
    }

    private void Check(TokenRequestContext context)
    {
        if (context.Scopes is not [var scope] || scope != resource + "/.default")
        {
            throw new VaultException(new VaultProblem(Reasons.VaultChallengeRefused, $"The vault asks for a token of another resource than {resource}; it got none."));
        }

        if (context.TenantId is { Length: > 0 } asked && !asked.Equals(directory, StringComparison.OrdinalIgnoreCase))
        {
            throw new VaultException(new VaultProblem(Reasons.VaultChallengeRefused, $"The vault asks for a token of another directory than {directory}; it got none."));
        }
    }
}

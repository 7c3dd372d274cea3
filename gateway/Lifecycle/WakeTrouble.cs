namespace McpTenants.Gateway.Lifecycle;

/// <summary>Why a wake failed.</summary>
/// <param name="Failure">The class: all that callers are told.</param>
/// <param name="Detail">Kubernetes' own words, cut to <see cref="MaxDetail"/> characters: for the tenant's owner, who may read the pod anyway.</param>
internal sealed record WakeTrouble(WakeFailure Failure, string Detail)
{
    /// <summary>Longest detail kept, in characters: state per tenant is of constant size.</summary>
    public const int MaxDetail = 512;

    public static WakeTrouble Of(WakeFailure failure, string? reason, string? message)
    {
        var text = string.Join(": ", new[] { reason, message }.Where(part => !string.IsNullOrWhiteSpace(part)));
        return new WakeTrouble(failure, text.Length <= MaxDetail ? text : text[..MaxDetail]);
    }
}

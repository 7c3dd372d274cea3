using McpTenants.Authorization.Peers;

namespace McpTenants.Operator.Certificates;

/// <summary>Our own client certificate. In memory only: who holds the authority's key needs no file for it, and there is none to steal.</summary>
internal sealed class OperatorIdentity(CertificateAuthority authority, TimeProvider time)
{
    private volatile Held? held;

    /// <summary>The identity of now.</summary>
    public async ValueTask<PeerIdentity> GetAsync(CancellationToken cancellationToken)
    {
        var state = await authority.GetAsync(cancellationToken);
        if (held is { } known && LeafPlan.ReasonToIssue(known.State, PeerNames.Operator, state.Bundle, time.GetUtcNow()) is null)
            return known.Identity;
        var files = authority.IssueClient(state, PeerNames.Operator);
        var made = new Held(LeafState.Read(files.Certificate, files.Key, files.Bundle)!, PeerIdentity.FromPem(files.Certificate, files.Key, files.Bundle));
        held = made;
        return made.Identity;
    }

    private sealed record Held(LeafState State, PeerIdentity Identity);
}

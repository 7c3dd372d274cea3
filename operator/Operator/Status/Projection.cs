using McpTenants.Api;
using McpTenants.Operator.Certificates;
using McpTenants.Operator.Diff;
using McpTenants.Operator.Pipeline;

namespace McpTenants.Operator.Status;

/// <summary>What a status is made of.</summary>
internal sealed record Projection
{
    /// <summary>What the pass saw.</summary>
    public required TenantSnapshot Snapshot { get; init; }

    /// <summary>The tenant with defaults; null when it was refused.</summary>
    public EffectiveTenant? Tenant { get; init; }

    /// <summary>Why the tenant was refused: reason and message; null when it was accepted.</summary>
    public (string Reason, string Message)? Refusal { get; init; }

    /// <summary>What the pass wanted to do.</summary>
    public IReadOnlyList<Change> Changes { get; init; } = [];

    /// <summary>What came of it.</summary>
    public ApplyOutcome Outcome { get; init; } = new();

    /// <summary>The instance's certificate after the pass; null when there is none.</summary>
    public LeafState? Certificate { get; init; }

    /// <summary>The route is ready only with an address; see <see cref="Hosting.OperatorOptions.AwaitIngressAddress"/>.</summary>
    public bool AwaitIngressAddress { get; init; }

    /// <summary>How long a proof of isolation counts; null when nobody probes.</summary>
    public TimeSpan? ProofLife { get; init; }

    /// <summary>The time of a flip.</summary>
    public required DateTimeOffset Now { get; init; }
}

using McpTenants.Operator.Diff;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Pipeline;

/// <summary>What came of writing a plan.</summary>
internal sealed record ApplyOutcome
{
    /// <summary>The changes that were written.</summary>
    public IReadOnlyList<Change> Written { get; init; } = [];

    /// <summary>The write that failed and stopped everything after it; null when all went well.</summary>
    public ApplyFailure? Failure { get; init; }
}

/// <summary>A write that failed.</summary>
/// <param name="Stage">The stage it belongs to.</param>
/// <param name="Reason">Reason for the condition.</param>
/// <param name="Message">What happened, for people.</param>
/// <param name="RetryAfter">When to try again if that is soon and expected; null for the queue's growing delay.</param>
internal sealed record ApplyFailure(Stage Stage, string Reason, string Message, TimeSpan? RetryAfter = null);

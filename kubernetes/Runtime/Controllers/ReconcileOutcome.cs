namespace Kubernetes.Runtime.Controllers;

/// <summary>What a reconcile says when it ends. An exception says the same as <see cref="Failed"/> and always wins.</summary>
public sealed record ReconcileOutcome
{
    private ReconcileOutcome()
    {
    }

    /// <summary>The object is as it should be; nothing more to do until something changes.</summary>
    public static ReconcileOutcome Success { get; } = new();

    /// <summary>Come back after this time (changed by up to ten percent, so that thousands do not come back together); null for never.</summary>
    public TimeSpan? RequeueAfter { get; private init; }

    /// <summary>Why it failed; it is tried again with a growing delay unless <see cref="IsTerminal"/>.</summary>
    public Exception? Error { get; private init; }

    /// <summary>Trying again cannot help before the object changes. The reason belongs into a condition of the object.</summary>
    public bool IsTerminal { get; private init; }

    /// <summary>The object is fine for now; come back later.</summary>
    /// <param name="after">When.</param>
    public static ReconcileOutcome Requeue(TimeSpan after) => new() { RequeueAfter = after };

    /// <summary>It failed and is tried again.</summary>
    /// <param name="error">Why.</param>
    public static ReconcileOutcome Failed(Exception error) => new() { Error = error ?? throw new ArgumentNullException(nameof(error)) };

    /// <summary>It failed for good.</summary>
    /// <param name="error">Why.</param>
    public static ReconcileOutcome Terminal(Exception error) => Failed(error) with { IsTerminal = true };
}

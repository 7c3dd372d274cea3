namespace Kubernetes.Runtime.Caching.Reflection;

/// <summary>What a reflector does after its stream or list ended.</summary>
internal enum RecoveryAction
{
    /// <summary>Watch from the last version.</summary>
    WatchAgain,

    /// <summary>List at the last version.</summary>
    Relist,

    /// <summary>List the newest state: the last version is of no use.</summary>
    RelistNewest,
}

/// <summary>A <see cref="RecoveryAction"/> and how soon.</summary>
/// <param name="Action">What.</param>
/// <param name="BackOff">Wait first; false only after a normal end.</param>
/// <param name="RetryAfter">The server's wish.</param>
internal sealed record Recovery(RecoveryAction Action, bool BackOff = true, TimeSpan? RetryAfter = null)
{
    public static Recovery AfterNormalEnd { get; } = new(RecoveryAction.WatchAgain, BackOff: false);
}

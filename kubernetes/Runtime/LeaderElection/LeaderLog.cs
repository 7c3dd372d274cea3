using Microsoft.Extensions.Logging;

namespace k8s.LeaderElection;

internal static partial class LeaderLog
{
    [LoggerMessage(40, LogLevel.Information, "Lease {Lease} is held by {Leader}")]
    public static partial void NewLeader(ILogger log, string lease, string leader);

    [LoggerMessage(41, LogLevel.Warning, "An attempt to take or renew lease {Lease} failed; it will be tried again")]
    public static partial void AttemptFailed(ILogger log, Exception failure, string lease);

    [LoggerMessage(42, LogLevel.Information, "Lease {Lease} is released")]
    public static partial void Released(ILogger log, string lease);

    [LoggerMessage(43, LogLevel.Warning, "Releasing lease {Lease} failed; it will expire")]
    public static partial void ReleaseFailed(ILogger log, Exception failure, string lease);
}

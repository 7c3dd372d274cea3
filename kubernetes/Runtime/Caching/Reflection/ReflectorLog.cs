using Microsoft.Extensions.Logging;

namespace Kubernetes.Runtime.Caching.Reflection;

internal static partial class ReflectorLog
{
    [LoggerMessage(1, LogLevel.Information, "Cache of {Kind} in namespace '{WatchedNamespace}' is filled with {Count} objects")]
    public static partial void Synced(ILogger log, string kind, string? watchedNamespace, int count);

    [LoggerMessage(2, LogLevel.Warning, "Listing {Kind} in namespace '{WatchedNamespace}' at version '{Version}' failed; it will be tried again")]
    public static partial void ListFailed(ILogger log, Exception failure, string kind, string? watchedNamespace, string version);

    [LoggerMessage(3, LogLevel.Warning, "Watch of {Kind} in namespace '{WatchedNamespace}' failed; next step is {Action}")]
    public static partial void WatchFailed(ILogger log, Exception failure, string kind, string? watchedNamespace, RecoveryAction action);

    [LoggerMessage(4, LogLevel.Warning, "Watch of {Kind} in namespace '{WatchedNamespace}' was closed at once; backing off")]
    public static partial void WatchTooShort(ILogger log, string kind, string? watchedNamespace);

    [LoggerMessage(5, LogLevel.Warning, "Watch of {Kind} in namespace '{WatchedNamespace}' outlived {Limit}; the connection counts as dead")]
    public static partial void WatchStalled(ILogger log, string kind, string? watchedNamespace, TimeSpan limit);

    [LoggerMessage(6, LogLevel.Warning, "Skipped a malformed entry of {Kind} in namespace '{WatchedNamespace}': {Reason}")]
    public static partial void Malformed(ILogger log, string kind, string? watchedNamespace, string reason);

    [LoggerMessage(7, LogLevel.Error, "Storing {Kind} {Key} failed; the cache keeps its earlier state")]
    public static partial void EventFailed(ILogger log, Exception failure, string kind, NamespacedName key);

    [LoggerMessage(8, LogLevel.Error, "A handler failed on {Kind} {Key}; the others go on")]
    public static partial void HandlerFailed(ILogger log, Exception failure, string kind, NamespacedName key);
}

using Microsoft.Extensions.Logging;

namespace Kubernetes.Runtime.Controllers;

internal static partial class ControllerLog
{
    [LoggerMessage(20, LogLevel.Information, "Controller '{Controller}' starts {Workers} workers")]
    public static partial void Started(ILogger log, string controller, int workers);

    [LoggerMessage(21, LogLevel.Information, "Controller '{Controller}' stopped")]
    public static partial void Stopped(ILogger log, string controller);

    [LoggerMessage(22, LogLevel.Error, "Controller '{Controller}' failed on {Key}, failure {Failures} in a row; it will be tried again")]
    public static partial void Failed(ILogger log, Exception failure, string controller, NamespacedName key, int failures);

    [LoggerMessage(23, LogLevel.Debug, "Controller '{Controller}' met a conflict on {Key}; it will be tried again: {Reason}")]
    public static partial void Conflict(ILogger log, string controller, NamespacedName key, string reason);

    [LoggerMessage(24, LogLevel.Error, "Controller '{Controller}' cannot reconcile {Key} before it changes")]
    public static partial void Terminal(ILogger log, Exception failure, string controller, NamespacedName key);

    [LoggerMessage(25, LogLevel.Error, "Controller '{Controller}' was cancelled on {Key} after {Timeout}; it will be tried again")]
    public static partial void TimedOut(ILogger log, string controller, NamespacedName key, TimeSpan timeout);

    [LoggerMessage(26, LogLevel.Warning, "One event of {Kind} {Source} makes controller '{Controller}' look at {Count} objects")]
    public static partial void LargeFanOut(ILogger log, string controller, string kind, NamespacedName source, int count);
}
